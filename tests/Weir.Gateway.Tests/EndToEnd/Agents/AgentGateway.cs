using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Agents;

/// <summary>
/// A gateway with a provider of each dialect, for what coding agents send. Their requests are written as the agents were seen to
/// make them, in short: every member and header, none of the texts.
/// </summary>
public sealed class AgentGateway : IAsyncLifetime
{
    private const string Configuration = """
        providers:
          chat: { built_in: simulator }
          responses: { built_in: simulator, apis: [responses] }
          messages: { built_in: simulator, dialect: anthropic }
          gemini: { built_in: simulator, dialect: gemini }
          converse: { built_in: simulator, dialect: bedrock }
        deployments:
          chat: { provider: chat, model: sim, price: { input: 1, output: 10 } }
          responses: { provider: responses, model: sim, price: { input: 1, output: 10 } }
          messages: { provider: messages, model: claude-opus-5, price: { input: 1, output: 10 } }
          gemini: { provider: gemini, model: gemini-3-pro, price: { input: 1, output: 10 } }
          converse: { provider: converse, model: "anthropic.claude-sonnet-4-5-20250929-v1:0", price: { input: 1, output: 10 } }
        models:
        """;

    /// <summary>What the guide tells operators to let Codex drop.</summary>
    private const string Codex = "[web_search, web_search_call, client_metadata, prompt_cache_key]";

    private static readonly string[] Dialects = ["chat", "responses", "messages", "gemini", "converse"];

    /// <summary>Every upstream.</summary>
    public static TheoryData<string> Upstreams => new(Dialects);

    internal static IReadOnlyList<string> All => Dialects;

    internal Scene Scene { get; private set; } = null!;

    /// <summary>The models are the upstreams with the default of <c>drop</c>, and <c>codex-</c> before them with the guide's.</summary>
    public async Task InitializeAsync() => Scene = await Scene.StartSimulatedAsync(configuration: string.Join('\n',
    [
        Configuration,
        .. Dialects.Select(upstream => $"  {upstream}: {{ route: [{upstream}] }}"),
        .. Dialects.Select(upstream => $"  codex-{upstream}: {{ route: [{upstream}], drop: {Codex} }}"),
    ]));

    public async Task DisposeAsync() => await Scene.DisposeAsync();
}
