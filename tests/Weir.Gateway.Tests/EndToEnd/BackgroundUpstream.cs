using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>A provider that works on responses in the background, and says of all of them what a test tells it to.</summary>
internal sealed class BackgroundUpstream
{
    public const string Configuration = """
        providers:
          up: { base_url: "{upstream}", apis: [chat, responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10, cached_input: 0.1 } }
        models:
          asked-model: { route: [big] }
        """;

    /// <summary>1,000 tokens in, 400 of them cached, and 200 out: 0.00264 US dollars.</summary>
    public const string Usage = """{"input_tokens":1000,"input_tokens_details":{"cached_tokens":400},"output_tokens":200,"output_tokens_details":{"reasoning_tokens":50},"total_tokens":1200}""";

    public const decimal Cost = 0.00264m;

    /// <summary>The beginning of a stream.</summary>
    public static readonly string Created = Event("response.created", $$"""{"type":"response.created","sequence_number":0,"response":{{Response("queued")}}}""");

    private int _made;

    private BackgroundUpstream(Scene scene)
    {
        Scene = scene;
        scene.Upstream.Behaviour = AnswerAsync;
    }

    public Scene Scene { get; }

    /// <summary>What it says to whoever asks for a response: its status and body.</summary>
    public (int Status, string Body) Now { get; set; } = (200, Response("queued"));

    /// <summary>What it says to whoever cancels one; null says <see cref="Now"/>.</summary>
    public (int Status, string Body)? Cancelled { get; set; }

    /// <summary>Awaited before a question is answered.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>Questions so far: not those that began a response.</summary>
    public IReadOnlyList<UpstreamRequest> Asked => [.. Scene.Upstream.Seen.Where(request => request.Path != "/v1/responses")];

    public static async Task<BackgroundUpstream> StartAsync(FakeTimeProvider? time = null, string more = "", LogCapture? logs = null) =>
        new(await Scene.StartAsync(Configuration + "\n" + more, time ?? new FakeTimeProvider(), logging: logs is null ? null : logs.Attach));

    public static string Response(string status, string usage = "null", string output = "[]", string more = "", string id = "resp_1") =>
        $$"""{"id":"{{id}}","object":"response","status":"{{status}}","background":true,"model":"gpt-upstream-2026","output":{{output}},"usage":{{usage}}{{more}}}""";

    public static string Event(string type, string data) => $"event: {type}\ndata: {data}\n\n";

    /// <summary>Begins a response in the background.</summary>
    /// <returns>The call's identifier.</returns>
    public async Task<string> BeginAsync(string body = """{"model":"asked-model","input":"q","background":true}""")
    {
        var answer = await Scene.PostAsync("/v1/responses", body);
        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldContain("\"queued\"");
        return answer.RequestId;
    }

    public Task<Answer> PollAsync(string id = "resp_1") => Scene.GetAsync($"/v1/responses/{id}");

    public async Task<Answer> CancelAsync() => await Scene.PostAsync("/v1/responses/resp_1/cancel", "");

    private async Task AnswerAsync(HttpContext http, UpstreamRequest request)
    {
        if (request.Path == "/v1/responses")
        {
            // The first is resp_1.
            await JsonAsync(http, 200, Response("queued", id: "resp_" + Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture)));
            return;
        }
        await Before();
        var (status, body) = http.Request.Method == "POST" && Cancelled is { } cancelled ? cancelled : Now;
        await JsonAsync(http, status, body);
    }
}
