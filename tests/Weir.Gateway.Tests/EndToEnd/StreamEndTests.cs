using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.ForeignUpstream;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>The ends of answers that upstreams get wrong.</summary>
public sealed class StreamEndTests
{
    private const string Body = """{"model":"asked-model","stream":true,"max_tokens":10,"messages":[{"role":"user","content":"hi"}]}""";

    private static readonly string MessageDelta = Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}""");

    [Fact]
    public async Task A_message_that_says_why_it_stopped_is_given_the_end_that_its_upstream_left_out()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Start, BlockStart, Delta("Hi"), BlockStop, MessageDelta);

        var answer = await scene.PostAsync("/v1/messages", Body);

        answer.Body.ShouldEndWith(Event("message_stop", """{"type":"message_stop"}"""));
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/chat/completions")]
    public async Task An_only_event_without_its_empty_line_is_no_answer(string path)
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Delta("Hi").TrimEnd());

        using var response = await scene.Client.SendAsync(Scene.Request(path, Body), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);
        var text = await reply.ToEndOrBreakAsync();

        ((int)response.StatusCode).ShouldBe(502);
        text.ShouldNotContain("Hi");
        text.ShouldContain("\"error\"");
        scene.Ledger(reply.RequestId)!.ShouldHaveEnded(Outcome.Truncated, 502, "upstream_cut");
    }

    [Fact]
    public async Task A_translated_stream_has_a_limit_as_a_translated_answer_has()
    {
        await using var scene = await Scene.StartAsync(Anthropic + "\nlimits: { translated_answer: 4KiB }");
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, [Start, BlockStart, .. Enumerable.Repeat(Delta(new string('x', 1000)), 6), BlockStop, End]);

        using var response = await scene.Client.SendAsync(
            Scene.Request("/v1/responses", """{"model":"asked-model","stream":true,"max_output_tokens":10,"input":"hi"}"""), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);
        var text = await reply.ToBreakAsync();

        text.ShouldContain("limits.translated_answer");
        text.ShouldNotContain("response.completed");
        scene.Ledger(reply.RequestId)!.ErrorCode.ShouldBe("upstream_garbled");
    }

    [Fact]
    public async Task A_translated_answer_that_is_cut_is_charged_like_any_other()
    {
        await using var scene = await Scene.StartAsync(Anthropic);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = ForeignUpstream.Answer.Length;
            await SendAsync(http, ForeignUpstream.Answer[..100]);
            Cut();
        };

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Status.ShouldBe(502);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 502, "upstream_cut");
        row.UsageSource.ShouldBe(UsageSource.Estimated);
        row.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_dropped_is_named_whatever_it_is_called()
    {
        await using var scene = await Scene.StartAsync(Anthropic.Replace("[seed, anthropic-beta]", "[\"*\"]", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ForeignUpstream.Answer);

        var answer = await scene.ChatAsync("""{"model":"asked-model","messages":[{"role":"user","content":"hi"}],"na\u00efve\n":1}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["x-weir-dropped"].ShouldBe("na?ve?");
    }
}
