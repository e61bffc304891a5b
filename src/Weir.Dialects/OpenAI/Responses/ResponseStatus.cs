namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Where a response stands.</summary>
public enum ResponseStatus
{
    /// <summary>It waits to be worked on in the background.</summary>
    Queued,

    /// <summary>The model is at it.</summary>
    InProgress,

    /// <summary>The model has said all.</summary>
    Completed,

    /// <summary>It was cut off by a limit or a filter.</summary>
    Incomplete,

    /// <summary>It came to nothing.</summary>
    Failed,

    /// <summary>The client called it off.</summary>
    Cancelled,
}
