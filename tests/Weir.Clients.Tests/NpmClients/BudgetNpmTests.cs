using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests.NpmClients;

/// <summary>Clients that try again by themselves ask once, where a budget is used up.</summary>
[Trait("Category", "Slow")]
public sealed class BudgetNpmTests(BudgetNpmRun run) : IClassFixture<BudgetNpmRun>
{
    [NpmFact]
    public async Task A_budget_that_is_used_up_is_asked_once()
    {
        var results = await run.ResultsAsync("budget");

        results.Where(result => !result.Ok).Select(result => $"{result.Model}, {result.Name}: {result.Detail}").ShouldBeEmpty();
        results.ShouldAllBe(result => result.Calls.Count == 1 && result.Calls[0].Status == 402);
        run.Ledger.Values.ShouldAllBe(row => row.Outcome == Outcome.Rejected && row.Status == 402 && row.Attempts.Count == 0);
        run.Ledger.Count.ShouldBe(results.Count);
    }
}
