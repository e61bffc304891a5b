namespace Weir.Dialects.Answers;

/// <summary>What one event of a streamed answer is to a relay.</summary>
public enum StreamEventKind
{
    /// <summary>No payload: a comment, a keep-alive, an event without data.</summary>
    None,

    /// <summary>An event without text: the beginning, a role, a finish reason, a filter result.</summary>
    Other,

    /// <summary>An event that brings text, reasoning, a refusal, audio or a piece of a tool call.</summary>
    Content,

    /// <summary>The extra chunk that OpenAI's <c>stream_options.include_usage</c> asks for: no choices, a usage.</summary>
    Usage,

    /// <summary>The upstream reports an error inside the stream.</summary>
    Error,

    /// <summary>The terminating event: nothing that matters follows.</summary>
    Done,

    /// <summary>The payload is not what the dialect prescribes.</summary>
    Malformed,
}
