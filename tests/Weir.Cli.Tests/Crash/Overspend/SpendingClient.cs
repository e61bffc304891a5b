using System.Net;
using System.Text;
using Weir.Testing;

namespace Weir.Cli.Tests.Crash.Overspend;

/// <summary>One of many who call at the same time: in one of all the ways in which money can be spent.</summary>
internal static class SpendingClient
{
    private const int LongestStayMillis = 60;

    /// <summary>Calls once.</summary>
    /// <param name="weir">The gateway.</param>
    /// <param name="number">Names the client.</param>
    /// <param name="random">Makes the calls different.</param>
    /// <returns>The answer's status, or null where there was none: the client left, or the gateway was killed.</returns>
    public static async Task<HttpStatusCode?> CallAsync(WeirProcess weir, int number, Random random)
    {
        using var request = RequestOf(number, random);
        using var leaving = new CancellationTokenSource();
        if (random.Next(7) == 0) leaving.CancelAfter(TimeSpan.FromMilliseconds(random.Next(LongestStayMillis)));
        try
        {
            using var response = await weir.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
            await response.Content.CopyToAsync(Stream.Null, leaving.Token);
            return response.StatusCode;
        }
        catch (Exception none) when (none is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static HttpRequestMessage RequestOf(int number, Random random)
    {
        var words = new string('x', random.Next(10, 2_000));
        var model = random.Next(2) == 0 ? "lone" : "pair";
        var limit = random.Next(4) == 0 ? "" : $"\"max_tokens\":{random.Next(20, 400)},";
        var streamed = random.Next(2) == 0 ? "\"stream\":true," : "";
        var messages = $$"""[{"role":"user","content":"{{words}}"}]""";
        var (path, body) = random.Next(10) switch
        {
            0 => ("/v1/embeddings", $$"""{"model":"words","input":"{{words}}"}"""),
            1 => ("/v1/own/thing", $$"""{"max_tokens":{{random.Next(20, 400)}},"text":"{{words}}"}"""),
            2 or 3 => ("/v1/messages", $$"""{"model":"{{model}}",{{streamed}}"max_tokens":{{random.Next(20, 400)}},"messages":{{messages}}}"""),
            4 => ("/v1/chat/completions", $$"""{"model":"{{model}}",{{limit}}"n":2,"messages":{{messages}}}"""),
            _ => ("/v1/chat/completions", $$"""{"model":"{{model}}",{{limit}}{{streamed}}"messages":{{messages}}}"""),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        // Half of the users come once and never again.
        request.Headers.Add("x-weir-user", random.Next(2) == 0 ? $"new-{number}" : $"user-{random.Next(20)}");
        if (random.Next(3) == 0) request.Headers.Add("x-weir-session", $"session-{random.Next(50)}");
        if (random.Next(5) == 0) request.Headers.Add("x-weir-origin", "batch");
        return request;
    }
}
