using System.Text.Json;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>When nothing else can answer, clients get the operator's words, and nobody takes them for a model's.</summary>
public sealed class StaticAnswerTests
{
    private const string Words = "We are \"out\" – try again soon.";

    private static readonly string Configuration = Scene.Configuration.Replace("retries: 0", """retries: 0, static_answer: 'We are "out" – try again soon.'""", StringComparison.Ordinal);

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"asked-model","messages":[{"role":"user","content":"hi"}]}""", "choices.0.message.content")]
    [InlineData("/v1/responses", """{"model":"asked-model","input":"hi"}""", "output.0.content.0.text")]
    [InlineData("/v1/messages", """{"model":"asked-model","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""", "content.0.text")]
    [InlineData("/v1beta/models/asked-model:generateContent", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", "candidates.0.content.parts.0.text")]
    [InlineData("/v1beta/models/asked-model:streamGenerateContent", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", "0.candidates.0.content.parts.0.text")]
    public async Task Every_dialect_is_given_it_in_its_own_form(string path, string body, string place)
    {
        await using var scene = await Scene.StartAsync(Configuration);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");

        var answer = await scene.PostAsync(path, body);

        answer.Status.ShouldBe(200, answer.Body);
        At(answer.Json, place).GetString().ShouldBe(Words);
        ShouldBeNobodys(answer, scene);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"asked-model","stream":true,"messages":[{"role":"user","content":"hi"}]}""", "[DONE]")]
    [InlineData("/v1/responses", """{"model":"asked-model","stream":true,"input":"hi"}""", "response.completed")]
    [InlineData("/v1/messages", """{"model":"asked-model","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""", "message_stop")]
    [InlineData("/v1beta/models/asked-model:streamGenerateContent?alt=sse", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", "STOP")]
    public async Task A_stream_is_one_that_ends_as_it_should(string path, string body, string end)
    {
        await using var scene = await Scene.StartAsync(Configuration);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");

        var answer = await scene.PostAsync(path, body);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["content-type"].ShouldStartWith("text/event-stream");
        answer.IsBrokenOff.ShouldBeFalse();
        answer.Body.ShouldContain("try again soon.");
        answer.Body.ShouldContain(end);
        ShouldBeNobodys(answer, scene);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"no such thing","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"message":"too long","code":"context_length_exceeded"}}""")]
    [InlineData(400, """{"error":{"message":"no","code":"content_policy_violation"}}""")]
    public async Task What_the_request_is_to_blame_for_stays_an_error(int status, string body)
    {
        await using var scene = await Scene.StartAsync(Configuration);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, status, body);

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Headers.ContainsKey("x-weir-fallback").ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_that_parses_the_answer_is_told_the_error()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");

        var answer = await scene.ChatAsync("""{"model":"asked-model","messages":[{"role":"user","content":"hi"}],"response_format":{"type":"json_object"}}""");

        answer.Status.ShouldBe(503, answer.Body);
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_not_mended_with_it()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Hel"}"""));
            Cut();
        };

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldEndInError("upstream_cut");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, "upstream_cut");
    }

    [Fact]
    public async Task What_the_failed_attempts_cost_is_in_the_ledger()
    {
        await using var scene = await Scene.StartAsync(Configuration.Replace("retries: 0", "retries: 0, commit: full", StringComparison.Ordinal));
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Half of an answer"}"""));
            Cut();
        };

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        ShouldBeNobodys(answer, scene, "upstream_cut");
        var row = scene.Ledger(answer.RequestId).ShouldNotBeNull();
        row.Attempts.Single().Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
        row.Cost.ShouldBe(row.Attempts.Single().Cost);
    }

    [Fact]
    public async Task A_call_whose_time_is_over_is_given_it_too()
    {
        var time = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Configuration, time);
        scene.Upstream.Behaviour = (http, _) => HangAsync(http);

        var call = scene.ChatAsync(Scene.Hello, ("x-weir-timeout", "2s"));
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        time.Advance(TimeSpan.FromSeconds(3));

        ShouldBeNobodys(await call, scene, "deadline_exceeded");
    }

    private static void ShouldBeNobodys(Answer answer, Scene scene, string why = "upstream_error")
    {
        answer.Headers["x-weir-fallback"].ShouldBe("static");
        answer.Headers.ContainsKey("x-weir-deployment").ShouldBeFalse();
        var row = scene.Ledger(answer.RequestId).ShouldNotBeNull();
        (row.Outcome, row.Status, row.ErrorCode).ShouldBe((Outcome.StaticAnswer, 200, why));
        (row.Deployment, row.ModelAnswered, row.FinishReason).ShouldBe((null, null, null));
        row.Attempts.Single().Outcome.ShouldNotBe(Outcome.Completed);
    }

    private static JsonElement At(JsonElement json, string place)
    {
        foreach (var step in place.Split('.')) json = int.TryParse(step, out var index) ? json[index] : json.GetProperty(step);
        return json;
    }
}
