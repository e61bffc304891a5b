using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests.NpmClients;

/// <summary>What holds for every client from npm: its scenarios on every upstream, and what the ledger says about them.</summary>
[Trait("Category", "Slow")]
public abstract class NpmClientTests(string script, NpmRun run) : IClassFixture<NpmRun>
{
    public static TheoryData<string> Models => SimulatedUpstream.Models;

    [NpmTheory]
    [MemberData(nameof(Models))]
    public async Task Every_scenario_holds(string model)
    {
        var results = (await run.ResultsAsync(script)).Where(result => result.Model == model).ToList();
        results.ShouldNotBeEmpty();
        results.Where(result => !result.Ok).Select(Told).ShouldBeEmpty();
    }

    [NpmFact]
    public async Task The_ledger_holds_exactly_the_calls_that_were_made()
    {
        var calls = (await run.ResultsAsync(script)).SelectMany(result => result.Calls).ToList();
        calls.ShouldAllBe(call => call.Id != null);
        var ledger = run.Ledger;
        ledger.Keys.ShouldBe(calls.Where(call => call.IsCall && call.Status != 401).Select(call => call.Id!), ignoreOrder: true);
        foreach (var call in calls.Where(call => call.IsCall && call.Status != 401))
        {
            var row = ledger[call.Id!];
            row.Status.ShouldBe(call.Status);
            if (call.Status == 200)
            {
                row.Outcome.ShouldBe(Outcome.Completed, call.ToString());
                if (call.HasUsage) row.UsageSource.ShouldBe(UsageSource.Provider, call.ToString());
                if (call.HasUsage) row.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
            }
            else row.Outcome.ShouldBeOneOf(Outcome.Rejected, Outcome.UpstreamError);
        }
    }

    private static string Told(ScenarioResult result) => $"{result.Model}, {result.Name}: {result.Detail} {string.Join(", ", result.Calls)}";
}
