using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Pricing;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Ledger.Rollups;

/// <summary>The few changes that rows see after they were written change the sums too, in the same transaction.</summary>
public class RollupCorrectionTests(ITestOutputHelper output, Engine engine = Engine.Sqlite) : IDisposable
{
    private readonly LedgerFixture _fixture = new(engine);

    [StoreFact]
    public async Task A_settlement_is_in_the_sums_of_the_hour_of_its_call()
    {
        var call = Open(LedgerFixture.Call(1));
        await WriteAsync(call);
        Scalar("SELECT input_tokens || ' ' || cost || ' ' || result FROM cost_hours").ShouldBe("0 0 answered");

        Settle(call.Id, new Settlement { Usage = new TokenUsage(10, 5), Source = UsageSource.Provider, Cost = 0.25m, Saved = 0.5m, Outcome = Outcome.UpstreamError, ModelAnswered = "other" });

        Scalar("SELECT (SELECT count(*) FROM cost_hours) || ' ' || input_tokens || ' ' || cost || ' ' || saved || ' ' || result || ' ' || model_answered FROM cost_hours").ShouldBe("1 10 0.25 0.5 failed other");
        Recount.ShouldBeKept(_fixture.Database, _fixture.Store.Tail(10));
    }

    [StoreFact]
    public async Task A_settlement_that_is_taken_back_leaves_the_sums_alone()
    {
        var call = Open(LedgerFixture.Call(1));
        await WriteAsync(call);

        using (var session = _fixture.Database.Connect())
            Should.Throw<InvalidOperationException>(() => session.Transact<int>(_ =>
            {
                SettlementRow.Write(session, call.Id, Known(new Random(1)), 1).ShouldNotBeNull();
                throw new InvalidOperationException();
            }));
        Settle("0000000none", Known(new Random(1)));

        Scalar("SELECT input_tokens FROM cost_hours").ShouldBe("0");
        Recount.ShouldBeKept(_fixture.Database, _fixture.Store.Tail(10));
    }

    [StoreFact]
    public async Task Sums_are_right_after_any_calls_settlements_and_new_prices()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        var calls = new RandomCalls(random);
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        var open = new List<string>();
        for (var step = 0; step < 400; step++)
        {
            var next = random.Next(10);
            if (next < 7)
            {
                var call = calls.Next();
                if (call.Attempts.Count > 0 && random.Next(2) == 0) open.Add(Open(call).Id);
                await writer.AppendAsync(call);
            }
            else if (next < 9 && open.Count > 0)
            {
                var id = open[random.Next(open.Count)];
                Settle(id, Known(random));
                if (random.Next(3) > 0) open.Remove(id);
            }
            else
            {
                CostRecount.Write(_fixture.Database, [.. _fixture.Store.Tail(random.Next(1, 20)).Select(call => Repriced(call, random))]);
            }
        }

        Recount.ShouldBeKept(_fixture.Database, _fixture.Store.Tail(int.MaxValue));
    }

    public void Dispose() => _fixture.Dispose();

    /// <summary>Has the provider still be at work when the call ended.</summary>
    private static CallRecord Open(CallRecord call)
    {
        call.UsageSource = UsageSource.Pending;
        var attempt = call.Attempts[^1];
        (attempt.UsageSource, attempt.Usage, attempt.Cost, attempt.Saved) = (UsageSource.Pending, default, null, null);
        return call;
    }

    private static Settlement Known(Random random) => new()
    {
        Usage = new TokenUsage(random.Next(1000), random.Next(1000), random.Next(100)),
        Source = random.Next(2) == 0 ? UsageSource.Provider : UsageSource.Estimated,
        Cost = random.Next(3) > 0 ? random.Next() / 1_000_000m : null,
        Saved = random.Next(3) > 0 ? random.Next() / 7m : null,
        Outcome = random.Next(2) == 0 ? Outcome.Completed : Outcome.UpstreamError,
        ModelAnswered = random.Next(2) == 0 ? null : "settled",
    };

    private static CallRecord Repriced(CallRecord call, Random random)
    {
        foreach (var attempt in call.Attempts) (attempt.Cost, attempt.Saved, attempt.Gaps) = (random.Next() / 3m, random.Next(2) == 0 ? null : 0.1m, PriceGaps.None);
        return call;
    }

    private async Task WriteAsync(CallRecord call)
    {
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        await writer.AppendAsync(call);
    }

    private void Settle(string id, Settlement settlement)
    {
        using var session = _fixture.Database.Connect();
        session.Transact(_ => SettlementRow.Write(session, id, settlement, 1));
    }

    private string? Scalar(string sql)
    {
        using var session = _fixture.Database.Connect();
        return session.Scalar(sql);
    }
}
