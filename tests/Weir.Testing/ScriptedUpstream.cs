using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Weir.Testing;

/// <summary>A provider on a real port that does what a test tells it to, and remembers what it was asked.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    /// <summary>A small whole answer with usage.</summary>
    public const string Answer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"upstream-model-2026","choices":[{"index":0,"message":{"role":"assistant","content":"Hello there.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200,"prompt_tokens_details":{"cached_tokens":400}},"x_unknown":{"kept":[1,2.50,"\u00e9"]}}
        """;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<UpstreamRequest> _seen = new();

    private ScriptedUpstream(WebApplication app) => _app = app;

    /// <summary>What the next requests are answered with.</summary>
    public Func<HttpContext, UpstreamRequest, Task> Behaviour { get; set; } = (http, _) => JsonAsync(http, 200, Answer);

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<UpstreamRequest> Seen => [.. _seen];

    /// <summary>The base address that a provider is configured with.</summary>
    public string BaseUrl => _app.Urls.Single() + "/v1";

    public static async Task<ScriptedUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new ScriptedUpstream(app);
        app.Run(upstream.AnswerAsync);
        await app.StartAsync();
        return upstream;
    }

    /// <summary>Answers with a JSON body.</summary>
    public static async Task JsonAsync(HttpContext http, int status, string json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(json);
    }

    /// <summary>Begins a stream of events.</summary>
    public static void BeginEvents(HttpContext http)
    {
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        http.Response.ContentType = "text/event-stream; charset=utf-8";
    }

    /// <summary>Sends bytes at once.</summary>
    public static async Task SendAsync(HttpContext http, string text)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Streams pieces, each sent at once, and ends the answer.</summary>
    public static async Task EventsAsync(HttpContext http, params IEnumerable<string> pieces)
    {
        BeginEvents(http);
        foreach (var piece in pieces) await SendAsync(http, piece);
    }

    /// <summary>Answers nothing more until the gateway goes away.</summary>
    public static async Task HangAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>Closes the connection without ending the answer; what was sent arrives, which aborting would not promise.</summary>
    public static void Cut() => throw new IOException("cut by the test");

    /// <summary>A stream of two words that ends as it should, with usage where that was asked for.</summary>
    public static string WholeStream(UpstreamRequest request) =>
        Chunk("""{"role":"assistant","content":""}""") + Chunk("""{"content":"Hel"}""") + Chunk("""{"content":"lo"}""") + Chunk("{}", "\"stop\"")
        + (request.AsksForUsage ? UsageChunk : "") + Done;

    /// <summary>One chunk of a streamed answer as an event.</summary>
    public static string Chunk(string delta, string finish = "null", int index = 0) =>
        $$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"upstream-model-2026","choices":[{"index":{{index}},"delta":{{delta}},"finish_reason":{{finish}}}],"usage":null}""" + "\n\n";

    /// <summary>The extra chunk with the usage.</summary>
    public const string UsageChunk =
        """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"upstream-model-2026","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13}}""" + "\n\n";

    public const string Done = "data: [DONE]\n\n";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var request = new UpstreamRequest(
            http.Request.Path + http.Request.QueryString,
            http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            await reader.ReadToEndAsync(),
            http.Connection.Id);
        await using var gone = http.RequestAborted.Register(request.MarkGone);
        _seen.Enqueue(request);
        await Behaviour(http, request);
    }
}
