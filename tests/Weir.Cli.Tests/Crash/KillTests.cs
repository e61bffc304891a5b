using System.Globalization;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Crash;

/// <summary>
/// No lost call: whoever has seen the end of an answer finds it in the ledger, also after <c>kill -9</c>. WEIR_TEST_CRASHES
/// sets the number of crashes, WEIR_TEST_SEED repeats a schedule.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_answer_that_a_client_saw_end_is_in_the_ledger()
    {
        var crashes = int.Parse(Environment.GetEnvironmentVariable("WEIR_TEST_CRASHES") is { Length: > 0 } set ? set : "50", CultureInfo.InvariantCulture);
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        var seen = new List<string>();
        var kept = 0L;
        using var data = new TemporaryData();
        for (var crash = 0; crash < crashes; crash++)
        {
            await using var round = await CrashRound.StartAsync(data.Path, random);
            kept = ShouldBeConsistent(data.Path, kept);
            seen.AddRange(await round.CrashAsync(static (weir, random, killed) => new CrashClient(weir, random, killed)));
        }

        // Once more, in peace: what the last crash left is mended by an ordinary start.
        await using var weir = await WeirProcess.StartAsync(new() { Data = data.Path, Configuration = ModelsConfiguration.Yaml });
        ShouldBeConsistent(data.Path, kept);
        (await weir.Client.GetAsync("/health/ready")).IsSuccessStatusCode.ShouldBeTrue();
        var calls = weir.Ledger.After("", int.MaxValue).ToLookup(call => call.Id);
        output.WriteLine($"{crashes} crashes, {seen.Count} answers seen to their end, {calls.Count} calls in the ledger");
        seen.Count.ShouldBeGreaterThan(crashes * CrashRound.Clients / 2, "hardly anything was under way when the crashes came");
        seen.ShouldBeUnique();
        foreach (var id in seen) ShouldBeSettled(calls[id].ShouldHaveSingleItem($"{id} is lost or doubled, seed {TestSeed.Value}"));
    }

    private static void ShouldBeSettled(CallRecord call)
    {
        call.Outcome.ShouldBe(Outcome.Completed, call.Id);
        call.Status.ShouldBe(200, call.Id);
        call.UsageSource.ShouldBe(UsageSource.Provider, call.Id);
        call.Usage.Output.ShouldBeGreaterThan(0, call.Id);
        call.Cost.ShouldNotBeNull(call.Id).ShouldBeGreaterThan(0, call.Id);
        call.Attempts.ShouldHaveSingleItem(call.Id).Outcome.ShouldBe(Outcome.Completed, call.Id);
    }

    /// <summary>Looks at the data while the program runs that was started on them: mending them is its business, not that of an onlooker.</summary>
    /// <returns>How many calls the ledger holds.</returns>
    private static long ShouldBeConsistent(string data, long kept)
    {
        using var database = Database.Open(data, TimeProvider.System, create: false);
        using var session = database.Connect();
        session.Scalar("PRAGMA integrity_check").ShouldBe("ok");
        Count(session, "attempts WHERE call_id NOT IN (SELECT id FROM calls)").ShouldBe(0);
        Count(session, "calls WHERE outcome = 'completed' AND id NOT IN (SELECT call_id FROM attempts)").ShouldBe(0);
        var calls = Count(session, "calls");
        calls.ShouldBeGreaterThanOrEqualTo(kept, $"a crash took calls away that were there before, seed {TestSeed.Value}");
        return calls;
    }

    private static long Count(Session session, string what)
    {
        using var statement = session.Prepare($"SELECT count(*) FROM {what}");
        statement.Read();
        return statement.NextLong();
    }
}
