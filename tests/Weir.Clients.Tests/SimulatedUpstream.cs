namespace Weir.Clients.Tests;

/// <summary>One kind of upstream that clients are tried on: the simulator in one dialect. A new one is one line in <see cref="All"/>.</summary>
/// <param name="Model">What clients ask for.</param>
/// <param name="Provider">The entry of <c>providers</c>.</param>
internal sealed record SimulatedUpstream(string Model, string Provider)
{
    public static IReadOnlyList<SimulatedUpstream> All { get; } =
    [
        new("sim-chat", "{ built_in: simulator }") { Embeddings = "openai" },
        new("sim-responses", "{ built_in: simulator, apis: [responses] }") { Embeddings = "openai" },
        new("sim-messages", "{ built_in: simulator, dialect: anthropic }"),
        new("sim-gemini", "{ built_in: simulator, dialect: gemini }") { Embeddings = "gemini", UpstreamModel = "sim-gemini-1" },
        new("sim-converse", "{ built_in: simulator, dialect: bedrock }") { UpstreamModel = "anthropic.claude-sonnet-4-5-20250929-v1:0" },
    ];

    /// <summary>The dialect in which it embeds: <c>openai</c>, <c>gemini</c> or null.</summary>
    public string? Embeddings { get; init; }

    /// <summary>The model's name at the provider, where it matters.</summary>
    public string? UpstreamModel { get; init; }

    /// <summary>The models, for theories.</summary>
    public static TheoryData<string> Models => new(All.Select(upstream => upstream.Model));

    /// <summary>A gateway's configuration with all of them.</summary>
    public static string Configuration { get; } = string.Join('\n',
    [
        "providers:",
        .. All.Select(upstream => $"  {upstream.Model}: {upstream.Provider}"),
        "deployments:",
        .. All.Select(upstream => $"  {upstream.Model}: {{ provider: {upstream.Model}, model: \"{upstream.UpstreamModel ?? upstream.Model}\", price: {{ input: 1, output: 10 }} }}"),
        "models:",
        .. All.Select(upstream => $"  {upstream.Model}: {{ route: [{upstream.Model}] }}"),
    ]);
}
