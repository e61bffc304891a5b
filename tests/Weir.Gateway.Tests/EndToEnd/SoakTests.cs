using System.Collections.Concurrent;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.EndToEnd;

[Trait("Category", "Slow")]
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Calls = 300;
    private const int Clients = 16;

    private static readonly string[] Faults = [.. FaultTests.Forms.Where(fault => fault is not "silence" and not "stall:3"), "stall:3:50ms", "slow-tokens:5ms"];

    [Fact]
    public async Task Whatever_clients_and_upstreams_do_each_call_is_in_the_ledger_once_and_as_the_client_saw_it()
    {
        var seed = TestSeed.Value;
        output.WriteLine($"WEIR_TEST_SEED={seed}");
        await using var scene = await Scene.StartSimulatedAsync("timeouts: { first_byte: 5s, idle: 5s }");
        var seen = new ConcurrentBag<(string User, Answer? Answer, bool Broke, bool Streamed)>();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var random = new Random(seed + client);
            for (var i = client; i < Calls; i += Clients) seen.Add(await CallAsync(scene, $"u{i}", random));
        }));
        await Scene.UntilAsync(() => scene.InFlight == 0, "all have left");

        var rows = scene.LedgerRows();
        var (named, unread) = (rows.Where(row => row.User is not null).ToLookup(row => row.User), rows.Where(row => row.User is null));
        named.ShouldAllBe(group => group.Count() == 1, $"seed {seed}");
        // Who hangs up before the body has been read is in the ledger without a name, and has cost nothing.
        unread.ShouldAllBe(row => (row.Outcome == Outcome.ClientGone || row.ErrorCode == "incomplete_body") && row.Attempts.Count == 0, $"seed {seed}");
        foreach (var (user, answer, broke, streamed) in seen)
        {
            if (answer is null) continue;
            var row = named[user].Single();
            row.Id.ShouldBe(answer.RequestId);
            Judge(row, answer, broke, streamed, $"seed {seed}, {user}: {row.Outcome} {answer.Status} {answer.Body}");
        }
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_calls_in_flight 0\n");
    }

    private static void Judge(CallRecord row, Answer answer, bool broke, bool streamed, string context)
    {
        var whole = answer.Status == 200 && !broke && (!streamed || answer.Body.Contains("data: [DONE]", StringComparison.Ordinal));
        if (whole) row.Outcome.ShouldBe(Outcome.Completed, context);
        else row.Outcome.ShouldNotBe(Outcome.Completed, context);
        if (row.Outcome != Outcome.ClientGone) row.Status.ShouldBe(answer.Status, context);
        if (row.Outcome == Outcome.Completed) row.Usage.Total.ShouldBeGreaterThan(0, context);
        (row.Cost is null).ShouldBe(row.UsageSource == UsageSource.None, context);
        row.Attempts.Single().Outcome.ShouldBe(row.Outcome, context);
    }

    private static async Task<(string User, Answer? Answer, bool Broke, bool Streamed)> CallAsync(Scene scene, string user, Random random)
    {
        var streamed = random.Next(2) == 0;
        var model = random.Next(3) == 0 ? "sim-fast" : "sim";
        var body = $$"""{"model":"{{model}}","user":"{{user}}","max_tokens":30,"stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
        (string, string)[] headers = random.Next(2) == 0 ? [] : [("x-sim-fault", Faults[random.Next(Faults.Length)])];
        using var hangUp = new CancellationTokenSource();
        if (random.Next(4) == 0) hangUp.CancelAfter(TimeSpan.FromMilliseconds(random.Next(60)));
        try
        {
            using var response = await scene.Client.SendAsync(Scene.Request("/v1/chat/completions", body, headers), HttpCompletionOption.ResponseHeadersRead, hangUp.Token);
            using var reply = new StreamedReply(response);
            var broke = false;
            try
            {
                await reply.ToEndAsync(hangUp.Token);
            }
            catch (IOException)
            {
                broke = true;
            }
            return (user, new Answer((int)response.StatusCode, new Dictionary<string, string> { ["x-request-id"] = reply.RequestId }, reply.Text), broke, streamed);
        }
        catch (Exception gone) when (hangUp.IsCancellationRequested && gone is OperationCanceledException or ObjectDisposedException or HttpRequestException or IOException)
        {
            return (user, null, true, streamed);
        }
    }
}
