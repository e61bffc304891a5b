namespace Weir.Lab.Simulator;

/// <summary>The models that have a name here. Any other name is accepted too and behaves as <c>sim</c>.</summary>
public static class ModelProfiles
{
    /// <summary>The profile of every name that is not in the table.</summary>
    public static ModelProfile Default { get; } = new("sim", "answers at once, about 60 words");

    /// <summary>Every named profile.</summary>
    public static IReadOnlyList<ModelProfile> All { get; } =
    [
        Default,
        new("sim-fast", "50 ms to the first token, 5 ms per token")
        {
            FirstToken = TimeSpan.FromMilliseconds(50),
            PerToken = TimeSpan.FromMilliseconds(5),
        },
        new("sim-typical", "300 ms to the first token, 20 ms per token")
        {
            FirstToken = TimeSpan.FromMilliseconds(300),
            PerToken = TimeSpan.FromMilliseconds(20),
        },
        new("sim-slow", "2 s to the first token, 100 ms per token")
        {
            FirstToken = TimeSpan.FromSeconds(2),
            PerToken = TimeSpan.FromMilliseconds(100),
        },
        new("sim-long", "answers at once, 2000 words") { Words = 2000 },
        new("sim-small", "answers at once, takes prompts up to 1000 tokens") { ContextTokens = 1000 },
        new("sim-embed", "embeddings only") { Chats = false },
    ];

    /// <summary>The profile that a model name selects.</summary>
    public static ModelProfile For(string model) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, model, StringComparison.Ordinal)) ?? Default;
}
