using System.Text.Json;
using Weir.Gateway.Tests.EndToEnd;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Whatever a client asks for, and whatever is spoken: the upstream is asked for no more tokens than a budget allows, and the client is told.</summary>
public sealed class ShortAnswerTests
{
    private const string Budget = "\nbudgets: { all: { usd: 1, steps: [{ percent: 0.0001, do: degrade, max_tokens: 500 }] } }";

    private const string GeminiAnswer = """{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":200,"totalTokenCount":1200},"modelVersion":"g"}""";

    private const string ResponsesAnswer = """{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"m","output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],"usage":{"input_tokens":1000,"input_tokens_details":{"cached_tokens":0},"output_tokens":200,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":1200}}""";

    private const string OnlyResponses = """
        providers:
          up: { base_url: "{upstream}", apis: [responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gpt-upstream, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
        """;

    private const string Messages = """{"model":"asked-model","max_tokens":9000,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Chat = """{"model":"asked-model","max_tokens":9000,"messages":[{"role":"user","content":"hi"}],"x_unknown":1.50}""";
    private const string Responses = """{"model":"asked-model","store":false,"max_output_tokens":9000,"input":"hi"}""";
    private const string Gemini = """{"contents":[{"parts":[{"text":"hi"}]}],"generationConfig":{"maxOutputTokens":9000,"temperature":0.5}}""";
    private const string GeminiPath = "/v1beta/models/asked-model:generateContent";

    /// <summary>The upstream, the client's path and body, and where the upstream finds the limit.</summary>
    public static TheoryData<string, string, string, string> Ways() => new()
    {
        { "openai", "/v1/chat/completions", Chat, "max_tokens" },
        { "openai", "/v1/chat/completions", Scene.Hello, "max_completion_tokens" },
        { "openai", "/v1/completions", """{"model":"asked-model","prompt":"hi"}""", "max_tokens" },
        { "openai", "/v1/messages", Messages, "max_completion_tokens" },
        { "responses", "/v1/responses", Responses, "max_output_tokens" },
        { "responses", GeminiPath, Gemini, "max_output_tokens" },
        { "anthropic", "/v1/messages", Messages, "max_tokens" },
        { "anthropic", "/v1/chat/completions", Scene.Hello, "max_tokens" },
        { "gemini", GeminiPath, Gemini, "generationConfig.maxOutputTokens" },
        { "gemini", "/v1/responses", Responses, "generationConfig.maxOutputTokens" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_more_is_asked_for(string upstream, string path, string body, string member)
    {
        await using var scene = await Scene.StartAsync(Of(upstream) + Budget);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, AnswerOf(upstream));

        var free = await scene.PostAsync(path, body);
        var limited = await scene.PostAsync(path, body);

        (free.Status, free.Headers.ContainsKey("x-weir-max-tokens")).ShouldBe((200, false), free.Body);
        (limited.Status, limited.Headers["x-weir-max-tokens"], limited.Headers["x-weir-degraded"]).ShouldBe((200, "500; budget=all", "max_tokens=500; budget=all"));
        LimitIn(scene.Upstream.Seen[1].Body, member).ShouldBe(500);
    }

    [Fact]
    public async Task What_a_client_says_besides_stays_as_it_said_it()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration + Budget);
        await scene.ChatAsync(Chat);

        await scene.ChatAsync(Chat);

        scene.Upstream.Seen[1].Body.ShouldBe(Chat.Replace("asked-model", "upstream-model", StringComparison.Ordinal).Replace("9000", "500", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_is_shortened_too()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration + Budget);
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));
        await scene.ChatAsync(Scene.HelloStreamed);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Headers["x-weir-max-tokens"].ShouldBe("500; budget=all");
        var seen = scene.Upstream.Seen[1];
        (LimitIn(seen.Body, "max_completion_tokens"), seen.AsksForUsage).ShouldBe((500, true));
    }

    [Fact]
    public async Task Who_asks_for_less_is_left_alone()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration + Budget);
        var body = Chat.Replace("9000", "20", StringComparison.Ordinal);
        await scene.ChatAsync(body);

        var answer = await scene.ChatAsync(body);

        answer.Headers.ContainsKey("x-weir-max-tokens").ShouldBeFalse();
        LimitIn(scene.Upstream.Seen[1].Body, "max_tokens").ShouldBe(20);
    }

    private static string Of(string upstream) => upstream switch
    {
        "responses" => OnlyResponses,
        "anthropic" => ForeignUpstream.Anthropic,
        "gemini" => ForeignUpstream.Gemini,
        _ => Scene.Configuration,
    };

    private static string AnswerOf(string upstream) => upstream switch
    {
        "responses" => ResponsesAnswer,
        "anthropic" => ForeignUpstream.Answer,
        "gemini" => GeminiAnswer,
        _ => ScriptedUpstream.Answer,
    };

    private static int LimitIn(string body, string member) =>
        member.Split('.').Aggregate(JsonDocument.Parse(body).RootElement, static (at, name) => at.GetProperty(name)).GetInt32();
}
