using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Agents;

/// <summary>
/// A gateway with a provider of each dialect, for what coding agents send. Their requests are written as the agents were seen to
/// make them, in short: every member and header, none of the texts.
/// </summary>
public sealed class AgentGateway : IAsyncLifetime
{
    /// <summary>What the guide tells operators to let Codex drop.</summary>
    private const string Codex = "[web_search, web_search_call, client_metadata, prompt_cache_key]";

    /// <summary>Every upstream.</summary>
    public static TheoryData<string> Upstreams => new(SimulatedProviders.All);

    internal Scene Scene { get; private set; } = null!;

    /// <summary>The models are the upstreams with the default of <c>drop</c>, and <c>codex-</c> before them with the guide's.</summary>
    public async Task InitializeAsync() => Scene = await Scene.StartSimulatedAsync(configuration: string.Join('\n',
    [
        SimulatedProviders.Deployments + "models:",
        .. SimulatedProviders.All.Select(upstream => $"  {upstream}: {{ route: [{upstream}] }}"),
        .. SimulatedProviders.All.Select(upstream => $"  codex-{upstream}: {{ route: [{upstream}], drop: {Codex} }}"),
    ]));

    public async Task DisposeAsync() => await Scene.DisposeAsync();
}
