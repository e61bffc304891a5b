using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Ledger.Rollups;

/// <summary>The sums are what a recount of the calls comes to, whatever was written and however. WEIR_TEST_SEED repeats a schedule.</summary>
public class RollupTests(ITestOutputHelper output, Engine engine = Engine.Sqlite) : IDisposable
{
    private readonly LedgerFixture _fixture = new(engine);

    [StoreTheory]
    [InlineData(LedgerDurability.Committed)]
    [InlineData(LedgerDurability.Buffered)]
    internal async Task Sums_of_calls_by_many_producers_are_what_a_recount_comes_to(LedgerDurability durability)
    {
        var calls = Calls(2_000);
        await using (var writer = _fixture.Writer(durability))
            await Task.WhenAll(calls.Chunk(50).Select(some => Task.Run(async () =>
            {
                foreach (var call in some) await writer.AppendAsync(call);
            })));

        Recount.ShouldBeKept(_fixture.Database, calls);
    }

    [StoreFact]
    public async Task A_call_that_the_ledger_refuses_counts_in_no_sum()
    {
        var calls = Calls(300);
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        await writer.AppendAsync(calls[0]);
        var appends = new List<Task>();
        // Behind a held lock, so that good and bad calls share one batch.
        using (new LedgerHold(_fixture.Database))
        {
            foreach (var call in calls.Skip(1))
            {
                appends.Add(writer.AppendAsync(call).AsTask());
                if (appends.Count % 10 != 0) continue;
                var bad = LedgerFixture.Call(appends.Count, id: calls[0].Id);
                appends.Add(writer.AppendAsync(bad).AsTask());
            }
        }
        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }, TaskScheduler.Default)));

        appends.Count(append => append.IsFaulted).ShouldBe(33);
        Recount.ShouldBeKept(_fixture.Database, calls);
    }

    [StoreFact(SqliteOnly = true)]
    public async Task A_batch_that_could_not_be_committed_leaves_nothing_of_it_in_the_sums()
    {
        var calls = Calls(40);
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        foreach (var call in calls[..20]) await writer.AppendAsync(call);
        using (var other = _fixture.Database.Connect())
        {
            // The last thing that a transaction writes.
            other.Execute("CREATE TRIGGER broken BEFORE INSERT ON cost_values BEGIN SELECT RAISE(ABORT, 'broken'); END");
            var lost = Calls(1)[0];
            lost.User = "anna";
            await Should.ThrowAsync<LedgerException>(async () => await writer.AppendAsync(lost));
            other.Execute("DROP TRIGGER broken");
        }
        foreach (var call in calls[20..]) await writer.AppendAsync(call);

        Recount.ShouldBeKept(_fixture.Database, calls);
    }

    public void Dispose() => _fixture.Dispose();

    private CallRecord[] Calls(int count)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new RandomCalls(new Random(TestSeed.Value));
        return [.. Enumerable.Range(0, count).Select(_ => random.Next())];
    }
}
