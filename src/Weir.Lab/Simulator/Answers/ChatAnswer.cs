namespace Weir.Lab.Simulator.Answers;

/// <summary>Everything that will be said, decided before the first byte is sent: plain and streamed answers cannot differ.</summary>
internal sealed record ChatAnswer(string Id, long Created, ChatRequest Request, IReadOnlyList<ChatChoice> Choices, ChatUsage? Usage)
{
    /// <summary>Signs what the client has to give back unchanged.</summary>
    public required Seal Seal { get; init; }

    /// <summary>The identifier without its prefix.</summary>
    public string Key => Id[(Id.IndexOf('_', StringComparison.Ordinal) + 1)..];

    public int TokenCount => Choices.Sum(choice => choice.TokenCount);

    /// <summary>The longest choice; choices are generated side by side.</summary>
    public int Steps => Choices.Max(choice => choice.TokenCount);

    /// <summary>How long the model takes for all of it; from its profile and not from a clock, so that it is always the same.</summary>
    public TimeSpan Latency => Request.Profile.FirstToken + (Steps * Request.Profile.PerToken);
}
