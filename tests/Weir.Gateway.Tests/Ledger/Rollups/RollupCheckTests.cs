using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Ledger;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger.Rollups;

public class RollupCheckTests : IDisposable
{
    private readonly LedgerFixture _fixture;
    private readonly RollupCheck _check;

    public RollupCheckTests(Engine engine = Engine.Sqlite)
    {
        _fixture = new LedgerFixture(engine);
        _check = new RollupCheck(_fixture.Database, Now);
    }

    /// <summary>The second of the days of <see cref="RandomCalls"/> is a day ago.</summary>
    private static FakeTimeProvider Now => new(DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000).AddDays(3));

    [StoreFact]
    public async Task What_a_row_of_sums_lacks_is_told_to_the_last_digit()
    {
        await FillAsync(LedgerFixture.Call(1));
        Execute("UPDATE cost_hours SET calls = 3, output_tokens = output_tokens - 5, cost = decimal_sub(cost, '0.0000000000000000000000000001')");

        var difference = _check.Find().ShouldHaveSingleItem();

        difference.Hour.ShouldNotBeNull().Deployment.ShouldBe("openai-eu");
        (difference.Missing.Calls, difference.Missing.Attempts, difference.Missing.Usage.Output).ShouldBe((-2, 0, 5));
        difference.Missing.Cost.ToString().ShouldBe("0.0000000000000000000000000001");
    }

    [StoreTheory]
    [InlineData("DELETE FROM cost_hours; DELETE FROM cost_values")]
    [InlineData("UPDATE cost_hours SET cost = decimal_add(cost, '1'), saved = '7', web_searches = 99; UPDATE cost_values SET attempts = attempts + 1, cost = '0'")]
    [InlineData("UPDATE cost_hours SET tenant = 'nobody' WHERE tenant = 'acme'; UPDATE cost_values SET value = value || '!' WHERE dimension = 'session'")]
    [InlineData("UPDATE calls SET tenant = 'other', end_user = 'clara', tags = 'new' WHERE tenant = 'acme'; UPDATE attempts SET cost = '3' WHERE number = 1; DELETE FROM calls WHERE started_at % 7 = 1")]
    public async Task Whatever_differs_is_found_and_mended(string damage)
    {
        var random = new RandomCalls(new Random(TestSeed.Value));
        await FillAsync([.. Enumerable.Range(0, 200).Select(_ => random.Next())]);
        Execute("DELETE FROM attempts WHERE call_id NOT IN (SELECT id FROM calls)");
        _check.Find().ShouldBeEmpty();

        Execute(damage);
        var differences = _check.Find();
        _check.Mend(differences);

        differences.Select(difference => difference.Table).Distinct().ShouldBe(["cost_hours", "cost_values"]);
        _check.Find().ShouldBeEmpty($"WEIR_TEST_SEED={TestSeed.Value}");
        Scalar("SELECT count(*) FROM cost_hours WHERE calls = 0 AND attempts = 0").ShouldBe("0");
    }

    [StoreFact]
    public async Task What_was_added_while_a_difference_was_looked_at_is_not_added_twice()
    {
        await FillAsync(LedgerFixture.Call(1));
        Execute("DELETE FROM cost_hours");

        var differences = _check.Find();
        await FillAsync(LedgerFixture.Call(2));
        _check.Mend(differences);

        Scalar("SELECT sum(calls) FROM cost_hours").ShouldBe("2");
        _check.Find().ShouldBeEmpty();
    }

    [StoreFact]
    public async Task Users_hours_that_are_forgotten_are_not_missed()
    {
        await FillAsync(LedgerFixture.Call(1));
        var later = Now;
        later.Advance(TimeSpan.FromDays(35));
        var purge = new RollupPurge(_fixture.Database, later, NullLogger<RollupPurge>.Instance);

        (await new RollupPurge(_fixture.Database, Now, NullLogger<RollupPurge>.Instance).PurgeAsync()).ShouldBe(0);
        (await purge.PurgeAsync()).ShouldBe(1);

        Scalar("SELECT count(*) || max(grain) FROM cost_values").ShouldBe("1day");
        new RollupCheck(_fixture.Database, later).Find().ShouldBeEmpty();
        _check.Find().ShouldHaveSingleItem().Value.ShouldNotBeNull().Grain.ShouldBe("hour");
    }

    [StoreFact]
    public async Task However_many_hours_are_forgotten_all_are()
    {
        await FillAsync([.. Enumerable.Range(0, 1_200).Select(i => LedgerFixture.Call(i))]);
        var later = Now;
        later.Advance(TimeSpan.FromDays(35));

        (await new RollupPurge(_fixture.Database, later, NullLogger<RollupPurge>.Instance).PurgeAsync()).ShouldBe(1_200);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task FillAsync(params CallRecord[] calls)
    {
        await using var writer = _fixture.Writer(LedgerDurability.Buffered);
        foreach (var call in calls) await writer.AppendAsync(call);
    }

    private void Execute(string sql)
    {
        using var session = _fixture.Database.Connect();
        session.Execute(sql);
    }

    private string? Scalar(string sql)
    {
        using var session = _fixture.Database.Connect();
        return session.Scalar(sql);
    }
}
