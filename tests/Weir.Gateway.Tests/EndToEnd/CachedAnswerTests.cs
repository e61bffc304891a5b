using Microsoft.AspNetCore.Http;
using Weir.Gateway.Fallbacks;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What a request was answered before is given again when nobody can answer it, and said to be that.</summary>
public sealed class CachedAnswerTests
{
    private const string Cold = """{"model":"asked-model","temperature":0,"messages":[{"role":"user","content":"hi"}]}""";
    private const string ColdStreamed = """{"model":"asked-model","temperature":0,"stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private static readonly string Configuration =
        Scene.Configuration.Replace("retries: 0", "retries: 0, cached_answer: 1h, static_answer: Come back later.", StringComparison.Ordinal) + "\ntenants: { default: {}, other: {} }";

    [Theory]
    [InlineData(Cold)]
    [InlineData(ColdStreamed)]
    public async Task It_is_the_same_to_the_byte_and_says_how_old_it_is(string body)
    {
        var time = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Configuration, time);
        scene.Upstream.Behaviour = AnswerAsync;

        var before = await scene.ChatAsync(body);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");
        time.Advance(TimeSpan.FromSeconds(90));
        var again = await scene.ChatAsync(body);

        before.Headers.ContainsKey("x-weir-fallback").ShouldBeFalse();
        (again.Status, again.Body, again.IsBrokenOff).ShouldBe((200, before.Body, false));
        again.Headers["content-type"].ShouldBe(before.Headers["content-type"]);
        (again.Headers["x-weir-fallback"], again.Headers["age"]).ShouldBe(("cached", "90"));
        again.Headers.ContainsKey("x-weir-deployment").ShouldBeFalse();
        var row = scene.Ledger(again.RequestId).ShouldNotBeNull();
        (row.Outcome, row.Status, row.ErrorCode, row.ModelAnswered, row.Cost).ShouldBe((Outcome.CachedAnswer, 200, "upstream_error", null, null));
        row.Attempts.Single().Outcome.ShouldBe(Outcome.UpstreamError);
    }

    [Fact]
    public async Task An_answer_that_is_no_good_takes_no_good_ones_place()
    {
        await using var scene = await Scene.StartAsync(Configuration);

        var good = await scene.ChatAsync(Cold);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":0}}""");
        var empty = await scene.ChatAsync(Cold);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");
        var again = await scene.ChatAsync(Cold);

        (empty.Status, empty.Headers.ContainsKey("x-weir-fallback")).ShouldBe((200, false));
        (again.Body, again.Headers["x-weir-fallback"]).ShouldBe((good.Body, "cached"));
    }

    [Fact]
    public async Task It_is_used_only_when_nobody_answers()
    {
        await using var scene = await Scene.StartAsync(Configuration);

        await scene.ChatAsync(Cold);
        var second = await scene.ChatAsync(Cold);

        second.Headers.ContainsKey("x-weir-fallback").ShouldBeFalse();
        scene.Upstream.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_is_given_what_another_tenant_was_told()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        await scene.ChatAsync(Cold);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");
        using var others = scene.ClientWith(scene.CreateKey("theirs", "other").Plaintext);

        var theirs = await Scene.AnswerAsync(await others.SendAsync(Scene.Request("/v1/chat/completions", Cold)));

        theirs.Headers["x-weir-fallback"].ShouldBe("static");
        theirs.Body.ShouldContain("Come back later.");
    }

    [Theory]
    [InlineData(Cold, 61)]
    [InlineData(Scene.Hello, 1)]
    [InlineData("""{"model":"asked-model","temperature":0,"n":2,"messages":[{"role":"user","content":"hi"}]}""", 1)]
    public async Task What_is_old_or_could_have_been_another_answer_is_not_given_again(string body, int minutes)
    {
        var time = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Configuration, time);
        await scene.ChatAsync(body);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");
        time.Advance(TimeSpan.FromMinutes(minutes));

        (await scene.ChatAsync(body)).Headers["x-weir-fallback"].ShouldBe("static");
    }

    [Fact]
    public async Task Embeddings_are_kept_too()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        const string Embedding = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"e","usage":{"prompt_tokens":1,"total_tokens":1}}""";
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Embedding);
        await scene.PostAsync("/v1/embeddings", """{"model":"asked-model","input":"hi"}""");
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");

        var again = await scene.PostAsync("/v1/embeddings", """{"model":"asked-model","input":"hi"}""");
        var unknown = await scene.PostAsync("/v1/embeddings", """{"model":"asked-model","input":"ho"}""");

        (again.Status, again.Body, again.Headers["x-weir-fallback"]).ShouldBe((200, Embedding, "cached"));
        unknown.Status.ShouldBe(503);
    }

    [Fact]
    public async Task The_oldest_make_room()
    {
        await using var scene = await Scene.StartAsync(Configuration + "\nlimits: { cached_answers: 2KiB }");
        var kept = scene.Part<KeptAnswers>();
        string Asking(int number) => Cold.Replace("hi", $"question {number}", StringComparison.Ordinal);

        for (var i = 0; i < 20; i++) await scene.ChatAsync(Asking(i));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 503, """{"error":{"message":"busy"}}""");

        kept.Bytes.ShouldBeInRange(ScriptedUpstream.Answer.Length, 2048);
        (await scene.ChatAsync(Asking(19))).Headers["x-weir-fallback"].ShouldBe("cached");
        (await scene.ChatAsync(Asking(0))).Headers["x-weir-fallback"].ShouldBe("static");
    }

    private static Task AnswerAsync(HttpContext http, UpstreamRequest request) =>
        request.Body.Contains("\"stream\":true", StringComparison.Ordinal) ? EventsAsync(http, WholeStream(request)) : JsonAsync(http, 200, ScriptedUpstream.Answer);
}
