namespace Weir.Lab.Drills;

/// <summary>What a client saw of one call.</summary>
internal sealed record DrillReply
{
    /// <summary>HTTP status; 0 when none came.</summary>
    public int Status { get; init; }

    /// <summary>The <c>x-request-id</c> of the answer, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>The model that the answer names, or null.</summary>
    public string? Model { get; init; }

    /// <summary>All that was said.</summary>
    public string Text { get; init; } = "";

    /// <summary>Why the model stopped, or null where the answer does not say.</summary>
    public string? Finish { get; init; }

    /// <summary>Tokens of the question as the answer's usage has them, or null without usage.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of the answer as its usage has them, or null without usage.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>The error's code, or its message where it has none: in the body or in an event. Null for none.</summary>
    public string? Error { get; init; }

    /// <summary>What was wrong with the connection or the form of the answer: cut, no JSON, patience lost. Null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The answer came to its proper end: <c>[DONE]</c>, or a whole JSON body.</summary>
    public bool HasEnd { get; init; }

    /// <summary>From the start of the call to the first text; null when none came.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>From the start of the call to its end, whatever that was.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Words of <see cref="SixtyWords"/>, in order from the start.</summary>
    public int Words => SixtyWords.CountIn(Text);

    /// <summary>The client has every reason to take the answer for whole.</summary>
    public bool LooksWhole => Status == 200 && HasEnd && Finish is not null && Error is null && Problem is null;

    /// <summary>All sixty words, once, to a proper end.</summary>
    public bool IsWhole => LooksWhole && Finish == "stop" && Text == SixtyWords.Text;

    /// <summary>Something else than the answer that is passed off as the answer. The one thing that must never happen.</summary>
    public bool IsDishonest => LooksWhole && !IsWhole;

    /// <summary>An error that says so: a status, a code or a message, to a proper end.</summary>
    public bool IsCleanError => Status >= 400 && Error is not null && Problem is null;
}
