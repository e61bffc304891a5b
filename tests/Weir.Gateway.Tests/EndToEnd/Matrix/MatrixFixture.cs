using System.Text;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>All cells played once, at the same time, against one gateway on a clock that nobody has to wait for.</summary>
public sealed class MatrixFixture : IAsyncLifetime
{
    /// <summary>The longest that a cell may take: one attempt after another, each for as long as it may.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(50);

    private readonly FakeTimeProvider _clock = new();

    /// <summary>What the client of each cell saw, by name.</summary>
    internal IReadOnlyDictionary<string, Answer> Answers { get; private set; } = null!;

    /// <summary>Every call in the ledger.</summary>
    internal ILookup<string?, CallRecord> Ledger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var upstreams = MatrixCell.All.ToDictionary(cell => cell.Name, cell => MatrixUpstream.Of(cell, _clock));
        await using var well = MatrixUpstream.Well(Weir.Dialects.Dialect.Chat, isStreamed: true);
        await using var wellPlain = MatrixUpstream.Well(Weir.Dialects.Dialect.Chat, isStreamed: false);
        await using var scene = await Scene.StartAsync(Configuration(upstreams, well.BaseUrl, wellPlain.BaseUrl), _clock);
        var answers = await QuietClock.RunAsync(_clock, Longest, () => Task.WhenAll(MatrixCell.All.Select(cell => AskAsync(scene, cell))));
        Answers = MatrixCell.All.Zip(answers).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        Ledger = (await scene.LedgerRowsAsync(answers.Length)).ToLookup(row => row.ModelAsked);
        await Task.WhenAll(upstreams.Values.Select(upstream => upstream.DisposeAsync().AsTask()));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static Task<Answer> AskAsync(Scene scene, MatrixCell cell)
    {
        var client = PairClient.All[cell.Client];
        return scene.PostAsync(client.Path(cell.Name, cell.IsStreamed), client.Ask(cell.Name, "Be brief.", "Tell me a story.", cell.IsStreamed).ToJsonString());
    }

    private static string Configuration(Dictionary<string, RawUpstream> upstreams, string well, string wellPlain)
    {
        var (providers, deployments, models) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var cell in MatrixCell.All)
        {
            // Nobody listens on port 1.
            var url = cell.Phase == "connect" ? "http://127.0.0.1:1/v1" : upstreams[cell.Name].BaseUrl;
            var fallbacks = cell.HasFallback ? cell.IsStreamed ? "[well]" : "[well-plain]" : "[]";
            providers.Append($"  {cell.Name}: {{ base_url: \"{url}\", api_key: \"${{UPSTREAM_KEY}}\", {ApiOf(cell.Upstream)} }}\n");
            deployments.Append($"  {cell.Name}: {{ provider: {cell.Name}, model: up, price: {{ input: 1, output: 10 }} }}\n");
            models.Append($"  {cell.Name}: {{ route: [{cell.Name}], fallbacks: {fallbacks}, retries: 0 }}\n");
        }
        return $$"""
            timeouts: { connect: 4s, first_byte: 5s, first_token: 5s, idle: 3s, total: 20s }
            providers:
            {{providers}}  well: { base_url: "{{well}}", api_key: "${UPSTREAM_KEY}" }
              well-plain: { base_url: "{{wellPlain}}", api_key: "${UPSTREAM_KEY}" }
            deployments:
            {{deployments}}  well: { provider: well, model: up, price: { input: 1, output: 10 } }
              well-plain: { provider: well-plain, model: up, price: { input: 1, output: 10 } }
            models:
            {{models}}
            """;
    }

    private static string ApiOf(string dialect) => dialect switch
    {
        "messages" => "dialect: anthropic",
        "gemini" => "dialect: gemini",
        "converse" => "dialect: bedrock",
        _ => $"apis: [{dialect}]",
    };
}
