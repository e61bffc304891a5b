using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Faults;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.Faults;

/// <summary>Each kind of fault, on plain and streamed calls: the client, the upstream and the ledger see what they would see in earnest.</summary>
[Trait("Category", "Slow")]
public sealed class FaultKindTests
{
    private const string Quick = "timeouts: { first_byte: 300ms, idle: 300ms }";

    [Fact]
    public void Every_kind_has_the_name_that_the_configuration_takes()
    {
        var written = SectionShape.Of(typeof(FaultConfig)).Find("kind")!.Choices!;

        written.ShouldBe(FaultKinds.Names);
        written.Select(name => FaultKinds.Find(name)!.Value).ShouldBe(Enum.GetValues<FaultKind>());
        Enum.GetValues<FaultKind>().Select(FaultKinds.NameOf).ShouldBe(written);
    }

    [Theory]
    [InlineData("status, code: 500", 500, "server_error", Outcome.UpstreamError)]
    [InlineData("reset", 502, "upstream_unreachable", Outcome.UpstreamFailed)]
    [InlineData("silence", 504, "upstream_timeout", Outcome.TimedOut)]
    internal async Task A_fault_before_the_answer_is_an_error_and_the_provider_is_not_asked(string kind, int status, string code, Outcome outcome)
    {
        await using var scene = await Scene.StartAsync(FaultScene.With(kind, Quick));

        foreach (var body in (string[])[Scene.Hello, Scene.HelloStreamed])
        {
            var answer = await scene.ChatAsync(body);

            answer.ShouldBeError(status, code, scene);
            answer.Headers["x-weir-fault"].ShouldStartWith(FaultScene.Fault);
            scene.Ledger(answer.RequestId).ShouldHaveEnded(outcome, status, code).Cost.ShouldBeNull();
        }
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_status_is_an_error_answer_as_a_provider_gives_it_and_the_ledger_tells_whose_it_was()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("status, code: 429, retry_after: 7s"));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(429, "rate_limit_exceeded", scene).ShouldContain("fault 'broken'");
        answer.Headers["retry-after"].ShouldBe("7");
        var attempt = scene.Ledger(answer.RequestId)!.Attempts[0];
        (attempt.Status, attempt.ErrorCode, attempt.UpstreamRequestId).ShouldBe((429, "rate_limit_exceeded", "weir-fault:broken"));
    }

    [Theory]
    [InlineData("empty", false, "upstream_garbled")]
    [InlineData("empty", true, "upstream_cut")]
    [InlineData("garbage", false, "upstream_garbled")]
    [InlineData("garbage", true, "upstream_garbled")]
    public async Task An_answer_that_means_nothing_is_none(string kind, bool streamed, string code)
    {
        await using var scene = await Scene.StartAsync(FaultScene.With(kind));

        (await scene.ChatAsync(streamed ? Scene.HelloStreamed : Scene.Hello)).ShouldBeError(502, code, scene);

        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("delay, wait: 60ms")]
    [InlineData("slow_first_token, wait: 60ms")]
    [InlineData("slow_tokens, wait: 20ms")]
    [InlineData("stall, after: 1, wait: 60ms")]
    public async Task A_slow_answer_comes_whole_and_later(string kind)
    {
        await using var scene = await Scene.StartAsync(FaultScene.With(kind));
        scene.Upstream.Behaviour = (http, request) => request.Body.Contains("\"stream\"", StringComparison.Ordinal)
            ? EventsAsync(http, WholeStream(request)) : JsonAsync(http, 200, ScriptedUpstream.Answer);

        var plain = await scene.ChatAsync(Scene.Hello);
        var streamed = await scene.ChatAsync(Scene.HelloStreamed);

        plain.Body.ShouldBe(ScriptedUpstream.Answer);
        streamed.Body.ShouldEndWith(Done);
        streamed.Body.ShouldContain("\"Hel\"");
        scene.Ledger(plain.RequestId).ShouldHaveEnded(Outcome.Completed, 200).DurationMicros.ShouldBeGreaterThan(15_000);
        scene.Ledger(streamed.RequestId).ShouldHaveEnded(Outcome.Completed, 200).DurationMicros.ShouldBeGreaterThan(55_000);
    }

    [Fact]
    public async Task A_slow_first_token_leaves_the_headers_as_they_are()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("slow_first_token, wait: 60ms"));
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));

        var attempt = scene.Ledger((await scene.ChatAsync(Scene.HelloStreamed)).RequestId)!.Attempts.Single();

        (attempt.FirstTokenMicros - attempt.FirstByteMicros).ShouldNotBeNull().ShouldBeGreaterThan(55_000);
    }

    [Theory]
    [InlineData("cut, after: 2", "upstream_cut", Outcome.Truncated)]
    [InlineData("stall, after: 2", "upstream_timeout", Outcome.TimedOut)]
    [InlineData("malformed_event, after: 2", "upstream_garbled", Outcome.UpstreamFailed)]
    internal async Task A_stream_is_broken_after_as_many_events_as_were_asked_for(string kind, string code, Outcome outcome)
    {
        await using var scene = await Scene.StartAsync(FaultScene.With(kind, "timeouts: { idle: 300ms }"));
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Chunk("""{"role":"assistant","content":""}""") + Chunk("""{"content":"Hel"}""") + "data: {\"error\"");
        answer.Body.ShouldEndInError(code);
        answer.IsTouched().ShouldBeTrue();
        scene.Ledger(answer.RequestId).ShouldHaveEnded(outcome, 200, code);
    }

    [Theory]
    [InlineData("cut", 502, "upstream_cut")]
    [InlineData("stall", 504, "upstream_timeout")]
    [InlineData("malformed_event", 502, "upstream_garbled")]
    public async Task An_answer_that_is_no_stream_is_broken_in_its_middle(string kind, int status, string code)
    {
        await using var scene = await Scene.StartAsync(FaultScene.With(kind, "timeouts: { idle: 300ms }"));

        (await scene.ChatAsync(Scene.Hello)).ShouldBeError(status, code, scene);
    }

    [Fact]
    public async Task A_stream_that_is_shorter_than_asked_for_is_whole()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("cut, after: 100"));
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));

        (await scene.ChatAsync(Scene.HelloStreamed)).Body.ShouldEndWith(Done);
    }

    [Fact]
    public async Task A_wrong_content_type_makes_a_stream_no_stream()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("wrong_content_type"));
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));

        (await scene.ChatAsync(Scene.HelloStreamed)).ShouldBeError(502, "upstream_garbled", scene);

        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ScriptedUpstream.Answer);
        (await scene.ChatAsync(Scene.Hello)).Headers["content-type"].ShouldStartWith("text/plain");
    }

    [Fact]
    public async Task A_cut_stops_the_provider()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("cut, after: 1"));
        scene.Upstream.Behaviour = async (http, request) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Hel"}"""), Chunk("""{"content":"lo"}"""));
            await HangAsync(http);
        };

        await scene.BrokenChatAsync();

        await scene.Upstream.Seen[0].Gone.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_error_that_the_provider_gives_by_itself_is_left_alone()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("malformed_event, after: 0"));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 400, """{"error":{"message":"no such thing","type":"invalid_request_error","param":null,"code":"nonsense"}}""");

        (await scene.ChatAsync(Scene.Hello)).ShouldBeError(400, "nonsense", scene).ShouldBe("no such thing");
    }
}
