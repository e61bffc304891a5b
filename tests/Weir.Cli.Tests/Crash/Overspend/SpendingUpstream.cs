using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Cli.Tests.Crash.Overspend;

/// <summary>
/// A provider that takes what it is allowed to: up to a token of input for each byte, and of output as many as the request lets it.
/// In between it is late, fails, is overloaded, breaks off or says nothing more.
/// </summary>
/// <param name="seed">Makes its answers different.</param>
internal sealed class SpendingUpstream(int seed)
{
    /// <summary>What a model says at most that is not told a limit; the deployments' context window is larger.</summary>
    private const int MostOutput = 4096;

    private int _requests;

    /// <summary>Whether it answers at once and as dearly as it may, from now on.</summary>
    public bool IsGreedy { get; set; }

    public async Task AnswerAsync(HttpContext http, UpstreamRequest request)
    {
        var random = new Random(HashCode.Combine(seed, Interlocked.Increment(ref _requests)));
        var body = JsonNode.Parse(request.Body)!.AsObject();
        var (input, output) = UsageOf(request, body, random);
        if (request.Path.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            await EmbedAsync(http, body, input);
            return;
        }
        if (!IsGreedy && await FailsAsync(http, random)) return;
        var usage = $$"""{"prompt_tokens":{{input}},"completion_tokens":{{output}},"total_tokens":{{input + output}}}""";
        if (body["stream"]?.GetValue<bool>() == true) await StreamAsync(http, usage, !IsGreedy && random.Next(10) == 0);
        else await JsonAsync(http, 200, $$$"""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],"usage":{{{usage}}}}""");
    }

    private (long Input, long Output) UsageOf(UpstreamRequest request, JsonObject body, Random random)
    {
        var bytes = Encoding.UTF8.GetByteCount(request.Body);
        var most = (body["max_completion_tokens"] ?? body["max_tokens"])?.GetValue<int>() ?? MostOutput;
        var choices = body["n"]?.GetValue<int>() ?? 1;
        return IsGreedy ? (bytes, (long)most * choices) : (random.Next(1, bytes + 1), (long)random.Next(1, most + 1) * choices);
    }

    /// <returns>Whether that was all.</returns>
    private static async Task<bool> FailsAsync(HttpContext http, Random random)
    {
        switch (random.Next(40))
        {
            case 0 or 1:
                await JsonAsync(http, 500, """{"error":{"message":"broken","type":"server_error"}}""");
                return true;
            case 2 or 3:
                http.Response.Headers.RetryAfter = "0";
                await JsonAsync(http, 429, """{"error":{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}""");
                return true;
            case 4 or 5:
                await JsonAsync(http, 200, "<html>not what was asked for</html>");
                return true;
            case 6:
                // So late, and so seldom, that a second attempt is made beside it.
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 2_000)), TimeProvider.System, http.RequestAborted);
                return false;
            default:
                return false;
        }
    }

    private static async Task StreamAsync(HttpContext http, string usage, bool breaksOff)
    {
        await EventsAsync(http, Chunk("""{"role":"assistant","content":"Once upon a time "}"""), Chunk("""{"content":"there was a river."}"""));
        if (breaksOff) Cut();
        await SendAsync(http, Chunk("{}", "\"stop\""));
        await SendAsync(http, $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{{{usage}}}}""" + "\n\n" + Done);
    }

    private static async Task EmbedAsync(HttpContext http, JsonObject body, long input)
    {
        var texts = body["input"] is JsonArray many ? many.Count : 1;
        var vectors = string.Join(",", Enumerable.Range(0, texts).Select(index => string.Create(CultureInfo.InvariantCulture, $$"""{"object":"embedding","index":{{index}},"embedding":[0.5,0.25]}""")));
        await JsonAsync(http, 200, $$$"""{"object":"list","data":[{{{vectors}}}],"model":"m","usage":{"prompt_tokens":{{{input}}},"total_tokens":{{{input}}}}}""");
    }
}
