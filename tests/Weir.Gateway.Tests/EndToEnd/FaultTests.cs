using Weir.Gateway.Ledger;
using Weir.Lab.Simulator.Faults;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Every fault that the simulator knows, seen through the gateway.</summary>
[Trait("Category", "Slow")]
public sealed class FaultTests
{
    private const string Quick = "timeouts: { first_byte: 1s, idle: 1s }\nlimits: { stream_event: 128KiB }";

    /// <summary>One form of each fault.</summary>
    internal static readonly string[] Forms =
    [
        "status:500", "status:429:retry-after=3", "status:401", "reset", "reset-mid:3", "silence", "slow-headers:20ms", "slow-first-token:20ms", "slow-tokens:1ms",
        "cut:3", "end:3", "stall:3", "malformed:2", "no-done", "duplicate-done", "wrong-usage:low", "wrong-usage:negative", "wrong-usage:huge", "no-usage", "garbage",
        "html", "wrong-content-type", "empty", "truncated-json", "huge-event:300000", "crlf", "split:1", "background-failed", "background-lost",
        "stray-event:2", "no-done-open", "blank", "babble", "no-prefill",
    ];

    public static TheoryData<string> All => [.. Forms];

    [Fact]
    public void No_fault_is_left_out() =>
        FaultCatalogue.All.Select(fault => fault.Name).ShouldBeSubsetOf(Forms.Select(form => form.Split(':')[0]));

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_fault_ends_in_a_whole_answer_or_an_honest_error(string fault)
    {
        await using var scene = await Scene.StartSimulatedAsync(Quick);

        foreach (var streamed in (bool[])[false, true])
        {
            var answer = await CallAsync(scene, Body(streamed), fault);

            var row = scene.Ledger(answer.RequestId).ShouldNotBeNull();
            Judge(answer, row, streamed);
            row.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(row.Outcome);
            (row.Cost is null or >= 0).ShouldBeTrue();
        }

        await Scene.UntilAsync(() => scene.InFlight == 0, "the calls have left");
    }

    [Theory]
    [InlineData("status:500", Outcome.UpstreamError, 500)]
    [InlineData("reset", Outcome.UpstreamFailed, 502)]
    [InlineData("silence", Outcome.TimedOut, 504)]
    [InlineData("slow-headers:20ms", Outcome.Completed, 200)]
    [InlineData("cut:3", Outcome.Truncated, 200)]
    [InlineData("end:3", Outcome.Truncated, 200)]
    [InlineData("stall:3", Outcome.TimedOut, 200)]
    [InlineData("malformed:2", Outcome.UpstreamFailed, 502)]
    [InlineData("no-done", Outcome.Completed, 200)]
    [InlineData("duplicate-done", Outcome.Completed, 200)]
    [InlineData("wrong-usage:negative", Outcome.Completed, 200)]
    [InlineData("no-usage", Outcome.Completed, 200)]
    [InlineData("garbage", Outcome.UpstreamFailed, 502)]
    [InlineData("html", Outcome.UpstreamError, 502)]
    [InlineData("empty", Outcome.Truncated, 502)]
    [InlineData("huge-event:300000", Outcome.UpstreamFailed, 502)]
    [InlineData("crlf", Outcome.Completed, 200)]
    [InlineData("split:1", Outcome.Completed, 200)]
    internal async Task The_ledger_says_how_a_faulty_stream_ended(string fault, Outcome outcome, int status)
    {
        await using var scene = await Scene.StartSimulatedAsync(Quick);

        var answer = await CallAsync(scene, Body(streamed: true), fault);

        var row = scene.Ledger(answer.RequestId)!;
        (row.Outcome, row.Status).ShouldBe((outcome, status), answer.Body);
    }

    /// <summary>Sends a chat call and reads its answer, whether it ends or breaks.</summary>
    internal static async Task<Answer> CallAsync(Scene scene, string body, string fault)
    {
        using var response = await scene.Client.SendAsync(Scene.Request("/v1/chat/completions", body, ("x-sim-fault", fault)), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);
        return new Answer((int)response.StatusCode, new Dictionary<string, string> { ["x-request-id"] = reply.RequestId }, await reply.ToEndOrBreakAsync());
    }

    private static void Judge(Answer answer, CallRecord row, bool streamed)
    {
        row.Status.ShouldBe(answer.Status);
        // Whether the JSON of a plain answer is right in itself is between the upstream and the client: the bytes pass as they are.
        var whole = answer.Status == 200 && (!streamed || answer.Body.Contains("data: [DONE]", StringComparison.Ordinal));
        whole.ShouldBe(row.Outcome == Outcome.Completed, answer.Body);
        if (whole) return;
        row.ErrorCode.ShouldNotBeNull();
        answer.Body.ShouldContain("\"code\":" + (row.ErrorCode is "upstream_error" ? "" : $"\"{row.ErrorCode}\""));
    }

    private static string Body(bool streamed) =>
        $$"""{"model":"sim","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
}
