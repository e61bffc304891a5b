using Weir.Gateway.Ledger;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Crash;

/// <summary>
/// The sums of costs are those of the rows, also after <c>kill -9</c>: what a crash leaves is in both or in neither.
/// WEIR_TEST_SEED repeats a schedule.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class RollupKillTests(ITestOutputHelper output)
{
    private const int Crashes = 10;

    [Fact]
    public async Task After_every_crash_the_sums_are_those_of_the_rows()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        using var data = new TemporaryData();
        for (var crash = 0; crash < Crashes; crash++)
        {
            await using (var round = await CrashRound.StartAsync(data.Path, random))
                await round.CrashAsync(static (weir, random, killed) => new CrashClient(weir, random, killed));
            ShouldAgree(data.Path);
        }
    }

    private void ShouldAgree(string data)
    {
        using var database = Database.Open(data, TimeProvider.System, create: false);
        var rows = new LedgerStore(database).Tail(int.MaxValue);
        output.WriteLine($"{rows.Count} calls");
        rows.Count.ShouldBeGreaterThan(0);
        foreach (var deployment in rows.SelectMany(call => call.Attempts).GroupBy(attempt => attempt.Deployment))
        {
            using var session = database.Connect();
            using var sums = session.Prepare("SELECT sum(attempts), sum(input_tokens), sum(output_tokens), decimal_sum(cost) FROM cost_hours WHERE deployment = $1");
            sums.Add(deployment.Key).Read().ShouldBeTrue();
            (sums.NextLong(), sums.NextLong(), sums.NextLong(), sums.NextDecimal())
                .ShouldBe((deployment.Count(), deployment.Sum(attempt => attempt.Usage.Input), deployment.Sum(attempt => attempt.Usage.Output), deployment.Sum(attempt => attempt.Cost ?? 0)));
        }
        new RollupCheck(database, TimeProvider.System).Find().ShouldBeEmpty();
    }
}
