using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>
/// Clients that hang up at random moments on a gateway whose first deployment is short of room and does what the client's words
/// tell it: hang, begin, fail, break off or answer.
/// </summary>
internal sealed class LeavingStorm(Scene scene)
{
    public const string Configuration = """
        providers:
          up: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          other: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          first: { provider: up, model: first-model, price: { input: 1, output: 10 }, concurrency: { min: 8, max: 8, queue: 16 } }
          second: { provider: other, model: second-model, price: { input: 1, output: 10 } }
        models:
          lone: { route: [first], retries: 2 }
          pair: { route: [first], fallbacks: [second], retries: 1 }
        """;

    /// <summary>What the first deployment does; only with the last does a client stay to the end.</summary>
    private static readonly string[] Scripts = ["hang", "role", "middle", "fail", "cut", "drip", "whole"];

    private const int Clients = 32;
    private const int LongestStayMillis = 30;

    private static readonly string Role = Chunk("""{"role":"assistant","content":""}""");
    private static readonly string Words = Chunk("""{"content":"Once upon a time"}""");

    /// <summary>Has so many calls made, and all but some of them left.</summary>
    /// <returns>Calls whose clients stayed, by the user that each names, with what the client saw.</returns>
    public async Task<IReadOnlyList<(string User, Answer Answer)>> RunAsync(int first, int count, int seed)
    {
        scene.Upstream.Behaviour = PlayAsync;
        var stayed = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var random = new Random(seed + first + client);
            var seen = new List<(string, Answer)>();
            for (var i = client; i < count; i += Clients)
                if (await CallAsync($"u{first + i}", random) is { } answer) seen.Add(($"u{first + i}", answer));
            return seen;
        }));
        return [.. stayed.SelectMany(seen => seen)];
    }

    /// <returns>Null where the client left.</returns>
    private async Task<Answer?> CallAsync(string user, Random random)
    {
        var script = Scripts[random.Next(Scripts.Length)];
        var (model, streamed) = (random.Next(2) == 0 ? "lone" : "pair", random.Next(3) > 0);
        var body = $$"""{"model":"{{model}}","user":"{{user}}","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"{{script}}"}]}""";
        if (script == "whole") return await scene.ChatAsync(body);
        using var raw = await scene.RawAsync();
        await raw.SendAsync(RawClient.Chat(scene.Key, body));
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestStayMillis)), TimeProvider.System);
        // Both ways to leave: with a reset, and with an end that looks like a half-closed connection.
        if (random.Next(2) == 0) raw.Reset();
        return null;
    }

    private static async Task PlayAsync(HttpContext http, UpstreamRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var messages = body.RootElement.GetProperty("messages");
        var streamed = body.RootElement.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
        var isFirst = body.RootElement.GetProperty("model").GetString() == "first-model";
        switch (messages[0].GetProperty("content").GetString())
        {
            case "fail" when isFirst: await JsonAsync(http, 500, """{"error":{"message":"broken"}}"""); break;
            case "role" when streamed: await BeginAsync(http, Role); break;
            case "middle" when streamed: await BeginAsync(http, Role, Words); break;
            case "drip" when streamed: await DripAsync(http); break;
            case "cut" when streamed && isFirst:
                await EventsAsync(http, Role, Words);
                Cut();
                break;
            case "whole": await (streamed ? EventsAsync(http, WholeStream(request)) : JsonAsync(http, 200, ScriptedUpstream.Answer)); break;
            default: await HangAsync(http); break;
        }
    }

    private static async Task BeginAsync(HttpContext http, params string[] events)
    {
        await EventsAsync(http, events);
        await HangAsync(http);
    }

    private static async Task DripAsync(HttpContext http)
    {
        BeginEvents(http);
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await SendAsync(http, Words);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, http.RequestAborted);
        }
    }
}
