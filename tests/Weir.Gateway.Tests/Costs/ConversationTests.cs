using Weir.Gateway.Costs;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.Storage;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

/// <summary>What conversations cost is what the calls of each session and tenant do.</summary>
public class ConversationTests(RandomLedger ledger, ITestOutputHelper output) : IClassFixture<RandomLedger>
{
    private readonly CallRecord[] _calls = ledger.Told(output);

    [StoreTheory]
    [InlineData("")]
    [InlineData("tenant=acme")]
    [InlineData("feature=search")]
    public void Sessions_are_ranked_by_what_they_cost(string where)
    {
        var conditions = CostQueryText.Where(where.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        decimal[] costs = [.. _calls.Where(call => call.Session is not null && Fits(call, where)).GroupBy(call => (call.Tenant, call.Session))
            .Select(session => session.SelectMany(call => call.Attempts).Sum(attempt => attempt.Cost ?? 0)).Order()];

        var report = Report(conditions, top: 2);

        report.Count.ShouldBe(costs.Length);
        report.Cost.ShouldBe(costs.Sum());
        report.Calls.ShouldBe(_calls.Count(call => call.Session is not null && Fits(call, where)));
        // Nearest rank: the smallest that at least so many are no dearer than.
        report.Median.ShouldBe(costs[(int)Math.Ceiling(costs.Length * 0.5) - 1]);
        report.Percentile95.ShouldBe(costs[(int)Math.Ceiling(costs.Length * 0.95) - 1]);
        report.Dearest.Select(one => one.Cost).ShouldBe(costs.Reverse().Take(2));
    }

    [StoreFact]
    public void Without_any_session_there_is_nothing_to_tell() => Report(CostQueryText.Where(["tenant=nobody"]), top: 5).ShouldBeEquivalentTo(Report(CostQueryText.Where(["model=none"]), top: 1) with { Dearest = new List<Conversation>() });

    [StoreFact]
    public void What_sessions_have_no_sums_by_is_refused() =>
        Should.Throw<CostQueryException>(() => Report(CostQueryText.Where(["provider=openai"]), top: 1)).Message.ShouldBe("sessions are not told apart by provider.");

    private static bool Fits(CallRecord call, string where) => where switch { "tenant=acme" => call.Tenant == "acme", "feature=search" => call.Feature == "search", _ => true };

    /// <summary>The same whether it is added up in memory or by the database.</summary>
    private ConversationReport Report(IReadOnlyList<CostCondition> where, int top)
    {
        var query = new CostQuery { Since = RandomLedger.Start.AddDays(-1), Where = where };
        var report = new ConversationStore(ledger.Session, ledger.Time, new CostEffort(2, 100_000)).Report(query, top);
        var sorted = new ConversationStore(ledger.Session, ledger.Time, new CostEffort(1, 0)).Report(query, top);
        sorted.Dearest.ShouldBe(report.Dearest);
        (sorted with { Dearest = report.Dearest }).ShouldBe(report);
        return report;
    }
}
