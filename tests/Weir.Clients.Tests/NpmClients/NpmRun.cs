using System.Text.Json;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Clients.Tests.NpmClients;

/// <summary>One client's script, run once on all upstreams by a node of its own against a gateway of its own.</summary>
public class NpmRun : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);

    private WeirProcess? _weir;
    private List<ScenarioResult>? _results;

    /// <summary>Everything in the gateway's ledger, by identifier.</summary>
    internal Dictionary<string, CallRecord> Ledger => _weir!.Ledger.Tail(100_000).ToDictionary(call => call.Id, StringComparer.Ordinal);

    /// <summary>The gateway's configuration.</summary>
    protected virtual string Configuration => SimulatedUpstream.Configuration;

    // The first test starts everything: where all are skipped, nothing has to be.
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_weir is not null) await _weir.DisposeAsync();
    }

    /// <summary>What the script's scenarios came to; the first call runs it.</summary>
    internal async Task<IReadOnlyList<ScenarioResult>> ResultsAsync(string script)
    {
        if (_results is not null) return _results;
        _weir = await WeirProcess.StartAsync(new WeirProcessOptions { Configuration = Configuration });
        await using var node = ChildProcess.Start(NpmPackages.Node, [script + ".mjs"], NpmPackages.Directory, Environment());
        var code = await node.ExitAsync(TimeSpan.FromMinutes(3));
        code.ShouldBe(0, node.Output);
        var results = node.Lines.Where(line => line.StartsWith("{\"model\":", StringComparison.Ordinal))
            .Select(line => JsonSerializer.Deserialize<ScenarioResult>(line, Lines)!).ToList();
        // Whatever else a client printed is about something that went wrong unseen.
        node.Lines.Where(line => !line.StartsWith('{')).ShouldBeEmpty();
        return _results = results;
    }

    private Dictionary<string, string?> Environment()
    {
        var models = SimulatedUpstream.All.Select(upstream => new { name = upstream.Model, embeddings = upstream.Embeddings });
        var variables = WeirProcess.NobodysEnvironment();
        variables["WEIR_URL"] = _weir!.Address.ToString().TrimEnd('/');
        variables["WEIR_KEY"] = _weir.Key;
        variables["WEIR_MODELS"] = JsonSerializer.Serialize(models);
        // Clients must neither trace to anybody nor find another way than the one they are given.
        foreach (var name in (string[])["LANGSMITH_TRACING", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"]) variables[name] = "false";
        foreach (var name in (string[])[
            "NODE_OPTIONS", "HTTP_PROXY", "http_proxy", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_LOG", "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN",
            "ANTHROPIC_LOG", "GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GEMINI_BASE_URL"])
            variables[name] = null;
        return variables;
    }
}
