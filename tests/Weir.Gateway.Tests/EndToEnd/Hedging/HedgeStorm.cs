using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Health;
using Weir.Gateway.Hedging;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>
/// Clients of a model whose two deployments, one of them spoken to in another dialect, each do what the client's words tell them, at
/// a random moment: answer, begin, fail, break off, hang. Some clients leave.
/// </summary>
internal sealed class HedgeStorm(Scene scene)
{
    public const string Configuration = """
        providers:
          chat: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          messages: { dialect: anthropic, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          one: { provider: chat, model: one-model, price: { input: 1, output: 10 }, probe: { run: off } }
          two: { provider: messages, model: two-model, max_output_tokens: 100, price: { input: 1, output: 10 }, probe: { run: off } }
        models:
          probed: { route: [one, two], hedge: 5, retries: 1, deadline: 1s, commit: probe }
          immediate: { route: [one, two], hedge: 5, retries: 1, deadline: 1s, commit: immediate }
          full: { route: [one, two], hedge: 5, retries: 1, deadline: 1s, commit: full }
        """;

    private const int Clients = 16;
    private const int LongestMillis = 20;

    /// <summary>Late after 8 ms: about half of all.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(4);

    private static readonly string[] Models = ["probed", "immediate", "full"];
    private static readonly string[] Scripts = ["whole", "whole", "whole", "whole", "whole", "whole", "fail", "cut", "begin", "hang"];

    private int _atWork;

    /// <summary>How many requests the upstreams are at work on.</summary>
    public int AtWork => Volatile.Read(ref _atWork);

    /// <summary>Has so many calls made.</summary>
    /// <returns>Those whose clients stayed, by the user that each names, with what the client saw.</returns>
    public async Task<IReadOnlyList<(string User, bool Streamed, Answer Answer)>> RunAsync(int first, int count, int seed)
    {
        scene.Upstream.Behaviour = async (http, request) =>
        {
            Interlocked.Increment(ref _atWork);
            try
            {
                await PlayAsync(http, request);
            }
            finally
            {
                Interlocked.Decrement(ref _atWork);
            }
        };
        var stayed = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var random = new Random(seed + first + client);
            var seen = new List<(string, bool, Answer)>();
            for (var i = client; i < count; i += Clients)
                if (await CallAsync($"u{first + i}", random) is { } call) seen.Add(call);
            return seen;
        }));
        return [.. stayed.SelectMany(seen => seen)];
    }

    /// <returns>Null where the client left.</returns>
    private async Task<(string, bool, Answer)?> CallAsync(string user, Random random)
    {
        var (model, streamed) = (Models[random.Next(Models.Length)], random.Next(3) > 0);
        Allow(model);
        var body = $$"""{"model":"{{model}}","user":"{{user}}","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"{{Plan(random)}} {{Plan(random)}}"}]}""";
        if (random.Next(8) > 0) return (user, streamed, await scene.ChatAsync(body));
        using var raw = await scene.RawAsync();
        await raw.SendAsync(RawClient.Chat(scene.Key, body));
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestMillis)), TimeProvider.System);
        if (random.Next(2) == 0) raw.Reset();
        return null;
    }

    /// <summary>Keeps what is usual where it is, whatever the storm makes of it, and both budgets full.</summary>
    private void Allow(string model)
    {
        var snapshot = scene.Part<ConfigWatcher>().Current;
        scene.Part<HedgeBudgets>().Of(snapshot.Models[model]).Earn(1);
        foreach (var deployment in snapshot.Deployments.Values)
        {
            var latency = scene.Part<UsualLatencies>().Of(deployment);
            for (var i = 0; i < 60; i++)
                foreach (var kind in (LatencyKind[])[LatencyKind.FirstToken, LatencyKind.WholeAnswer]) latency.Add(kind, 30, Usual);
            for (var i = 0; i < 5; i++) scene.Part<RetryBudget>().Original("default", deployment.Provider.Name);
        }
    }

    private static string Plan(Random random) => $"{Scripts[random.Next(Scripts.Length)]}:{random.Next(LongestMillis)}";

    private static async Task PlayAsync(HttpContext http, UpstreamRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var isChat = body.RootElement.GetProperty("model").GetString() == "one-model";
        var streamed = body.RootElement.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
        var plan = WordsOf(body.RootElement.GetProperty("messages")[0].GetProperty("content")).Split(' ')[isChat ? 0 : 1].Split(':');
        await Task.Delay(TimeSpan.FromMilliseconds(int.Parse(plan[1], CultureInfo.InvariantCulture)), TimeProvider.System, http.RequestAborted);
        var begin = isChat ? Chunk("""{"role":"assistant","content":""}""") : ForeignUpstream.Start + ForeignUpstream.BlockStart;
        var words = isChat ? Chunk("""{"content":"Hel"}""") : ForeignUpstream.Delta("Hel");
        var rest = isChat ? Chunk("""{"content":"lo"}""") + Chunk("{}", "\"stop\"") + UsageChunk + Done : ForeignUpstream.Delta("lo") + ForeignUpstream.BlockStop + ForeignUpstream.End;
        switch (plan[0])
        {
            case "fail": await JsonAsync(http, 500, """{"error":{"message":"broken"}}"""); break;
            case "whole" when streamed: await EventsAsync(http, begin, words, rest); break;
            case "whole": await JsonAsync(http, 200, isChat ? ScriptedUpstream.Answer : ForeignUpstream.Answer); break;
            case "cut" when streamed:
                await EventsAsync(http, begin, words);
                Cut();
                break;
            case "cut": throw new IOException("cut by the test");
            case "begin" when streamed:
                await EventsAsync(http, begin);
                await HangAsync(http);
                break;
            default: await HangAsync(http); break;
        }
    }

    /// <summary>A text, or a list with one of them.</summary>
    private static string WordsOf(JsonElement content) => (content.ValueKind == JsonValueKind.String ? content : content[0].GetProperty("text")).GetString()!;
}
