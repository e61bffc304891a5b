using Weir.Dialects.Conversations;

namespace Weir.Dialects.Answers;

/// <summary>What a writer has to know of the call whose answer it writes.</summary>
public sealed record AnswerContext
{
    /// <summary>The call's identifier, lower-case letters and digits: the answer's identifier is this with the dialect's prefix.</summary>
    public required string CallId { get; init; }

    /// <summary>The model's name for answers that do not say which model they come from.</summary>
    public required string Model { get; init; }

    /// <summary>When the call arrived, seconds since the Unix epoch.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Tells when an answer ends.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The whole identifier that the client knows the answer by, where another than the gateway's own writer began it; else null.</summary>
    public string? AnswerId { get; init; }

    /// <summary>The items of a response that the client knows already, where another than the gateway's own writer began them. Only the responses API has such.</summary>
    public IReadOnlyList<KnownItem> Items { get; init; } = [];

    /// <summary>What was asked.</summary>
    public required Conversation Conversation { get; init; }
}
