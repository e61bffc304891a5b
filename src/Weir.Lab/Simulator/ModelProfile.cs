namespace Weir.Lab.Simulator;

/// <summary>How a simulated model behaves: its speed, the length of its answers, its context window.</summary>
/// <param name="Name">The model name that selects the profile.</param>
/// <param name="Description">One line for the list of models.</param>
public sealed record ModelProfile(string Name, string Description)
{
    /// <summary>Time from the request to the first token.</summary>
    public TimeSpan FirstToken { get; init; }

    /// <summary>Time between two tokens.</summary>
    public TimeSpan PerToken { get; init; }

    /// <summary>Words of an answer that nothing else limits. Default 60.</summary>
    public int Words { get; init; } = 60;

    /// <summary>Longest prompt in tokens. Default 128,000.</summary>
    public int ContextTokens { get; init; } = 128_000;

    /// <summary>False for a model that only embeds.</summary>
    public bool Chats { get; init; } = true;
}
