using Microsoft.AspNetCore.Http;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Attempts;

/// <summary>A gateway with a model that goes to one provider and falls back to another; one upstream plays both.</summary>
internal static class TwoProviders
{
    /// <summary>The configuration.</summary>
    /// <param name="model">More keys of the model.</param>
    /// <param name="first">More keys of the first deployment.</param>
    /// <param name="second">More keys of the second.</param>
    /// <param name="more">More sections.</param>
    public static string With(string model = "", string first = "", string second = "", string more = "") => $$"""
        providers:
          one: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          two: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          first: { provider: one, model: first-model, price: { input: 1, output: 10 }{{Also(first)}} }
          second: { provider: two, model: second-model, price: { input: 1, output: 10 }{{Also(second)}} }
        models:
          asked-model: { route: [first], fallbacks: [second]{{Also(model)}} }
        {{more}}
        """;

    /// <summary>Has the two answer as they are told; without being told, well.</summary>
    public static void Play(this Scene scene, Func<HttpContext, UpstreamRequest, Task>? first = null, Func<HttpContext, UpstreamRequest, Task>? second = null) =>
        scene.Upstream.Behaviour = (http, request) =>
            ((IsFirst(request) ? first : second) ?? AnswerAsync)(http, request);

    /// <summary>How many requests the first deployment has had, and the second.</summary>
    public static (int First, int Second) Asked(this Scene scene) => (scene.Upstream.Seen.Count(IsFirst), scene.Upstream.Seen.Count(request => !IsFirst(request)));

    /// <summary>A whole answer, plain or streamed as it was asked for.</summary>
    public static Task AnswerAsync(HttpContext http, UpstreamRequest request) => request.Body.Contains("\"stream\":true", StringComparison.Ordinal)
        ? ScriptedUpstream.EventsAsync(http, ScriptedUpstream.WholeStream(request))
        : ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);

    /// <summary>Fails with a status and an error of the dialect.</summary>
    public static Func<HttpContext, UpstreamRequest, Task> Fails(int status, string code = "x", string message = "no", string? retryAfter = null) => (http, _) =>
    {
        if (retryAfter is not null) http.Response.Headers.RetryAfter = retryAfter;
        return ScriptedUpstream.JsonAsync(http, status, $$$"""{"error":{"message":"{{{message}}}","type":"t","param":null,"code":"{{{code}}}"}}""");
    };

    /// <summary>Fails so many times, and then answers.</summary>
    public static Func<HttpContext, UpstreamRequest, Task> FailsFirst(int times, Func<HttpContext, UpstreamRequest, Task> failure)
    {
        var left = times;
        return (http, request) => Interlocked.Decrement(ref left) >= 0 ? failure(http, request) : AnswerAsync(http, request);
    }

    private static string Also(string keys) => keys.Length == 0 ? "" : ", " + keys;

    private static bool IsFirst(UpstreamRequest request) => request.Body.Contains("\"first-model\"", StringComparison.Ordinal);
}
