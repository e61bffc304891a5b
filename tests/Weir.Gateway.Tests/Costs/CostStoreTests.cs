using Weir.Gateway.Costs;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Storage;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

/// <summary>A report says what its calls come to, wherever it is read from. WEIR_TEST_SEED repeats a ledger.</summary>
public class CostStoreTests(RandomLedger ledger, ITestOutputHelper output) : IClassFixture<RandomLedger>
{
    private readonly CallRecord[] _calls = ledger.Told(output);

    private static DateTimeOffset Start => RandomLedger.Start;

    [StoreTheory]
    [InlineData("feature", "", "UTC", CostSourceKind.Hours)]
    [InlineData("tenant,model,answered,deployment,provider,region,release,origin,result,key", "", "UTC", CostSourceKind.Hours)]
    [InlineData("hour,day,week,month", "", "UTC", CostSourceKind.Hours)]
    [InlineData("hour,day,week,month", "", "Europe/Berlin", CostSourceKind.Hours)]
    [InlineData("day,tenant", "", "Asia/Kolkata", CostSourceKind.Rows)]
    [InlineData("feature", "tenant=acme origin=retry origin=hedge", "UTC", CostSourceKind.Hours)]
    [InlineData("deployment", "feature= ", "UTC", CostSourceKind.Hours)]
    [InlineData("user,deployment", "", "UTC", CostSourceKind.Rows)]
    [InlineData("session,user", "tenant=globex", "UTC", CostSourceKind.Rows)]
    [InlineData("tag,deployment", "", "UTC", CostSourceKind.Rows)]
    [InlineData("prompt,day", "", "America/New_York", CostSourceKind.Rows)]
    internal void Every_dimension_is_told_apart(string by, string where, string zone, CostSourceKind source) => ShouldAnswer(by, where, zone, source);

    [StoreTheory]
    [InlineData("user", "", CostSourceKind.ValueDays)]
    [InlineData("user,tenant,feature,model,day,week,month", "", CostSourceKind.ValueDays)]
    [InlineData("session", "tenant=acme", CostSourceKind.ValueDays)]
    [InlineData("prompt", "", CostSourceKind.ValueDays)]
    [InlineData("tag", "", CostSourceKind.ValueDays)]
    [InlineData("feature", "tag=a", CostSourceKind.ValueDays)]
    [InlineData("user,hour", "", CostSourceKind.ValueHours)]
    internal void What_has_many_values_is_read_from_sums_of_its_own(string by, string where, CostSourceKind source) =>
        ShouldAnswer(by, where, "UTC", source, midnight: true);

    [StoreFact]
    public void What_the_named_ones_lack_of_all_is_told()
    {
        var report = Report(Query("user", "", TimeZoneInfo.Utc) with { Since = Start.AddHours(-8) });

        report.Source.Kind.ShouldBe(CostSourceKind.ValueDays);
        report.Total.Calls.ShouldBe(_calls.Length);
        report.Unnamed.ShouldNotBeNull().Calls.ShouldBe(_calls.Count(call => string.IsNullOrEmpty(call.User)));
        (report.Unnamed.Cost + report.Rows.Sum(row => row.Totals.Cost)).ShouldBe(report.Total.Cost);
    }

    [StoreFact]
    public void The_dearest_come_first_and_the_total_counts_the_rest_too()
    {
        var all = Report(Query("hour", "", TimeZoneInfo.Utc));

        var top = Report(Query("hour", "", TimeZoneInfo.Utc) with { Top = 3 });

        top.Rows.Count.ShouldBe(3);
        top.Groups.ShouldBe(all.Rows.Count);
        top.Total.ShouldBe(all.Total);
        top.Rows.Select(row => row.Totals.Cost).ShouldBe(all.Rows.Select(row => row.Totals.Cost).OrderDescending().Take(3));
        Report(Query("hour", "", TimeZoneInfo.Utc) with { Sort = CostSort.Name, Top = 1 }).Rows[0].Values[0].ShouldBe(all.Rows.Min(row => row.Values[0]));
        Report(Query("hour", "", TimeZoneInfo.Utc) with { Sort = CostSort.Calls, Top = 1 }).Rows[0].Totals.Calls.ShouldBe(all.Rows.Max(row => row.Totals.Calls));
    }

    [StoreTheory(SqliteOnly = true)]
    [InlineData("feature,day", "tenant=acme")]
    [InlineData("user,week", "feature=search")]
    [InlineData("session", "")]
    [InlineData("", "")]
    public void No_report_that_there_are_sums_for_reads_the_rows(string by, string where)
    {
        var query = Query(by, where, TimeZoneInfo.Utc) with { Since = Start.AddHours(-8) };
        var sql = new CostSql(query, CostSource.For(query, ledger.Time.GetUtcNow()), ledger.Time.GetUtcNow());

        var steps = Plan(sql, sql.Rows());

        steps.ShouldContain(step => step.StartsWith("SEARCH cost_", StringComparison.Ordinal));
        steps.ShouldAllBe(step => !step.Contains("calls", StringComparison.Ordinal) && !step.Contains("attempts", StringComparison.Ordinal) && !step.StartsWith("SCAN cost", StringComparison.Ordinal));
    }

    [StoreFact(SqliteOnly = true)]
    public void Sums_of_other_values_are_not_read()
    {
        var query = Query("tag", "", TimeZoneInfo.Utc) with { Since = Start.AddHours(-8) };
        var sql = new CostSql(query, CostSource.For(query, ledger.Time.GetUtcNow()), ledger.Time.GetUtcNow());

        Plan(sql, sql.Rows()).ShouldContain("SEARCH cost_values USING PRIMARY KEY (grain=? AND start=? AND dimension=?)");
    }

    [StoreFact]
    public void Stretches_follow_each_other_and_leave_nothing_out()
    {
        var query = Query("feature", "", TimeZoneInfo.Utc) with { Since = Start.AddMinutes(10), Until = Start.AddHours(30) };

        var stretches = new CostSql(query, new CostSource(CostSourceKind.Hours), ledger.Time.GetUtcNow()).Stretches(4);

        stretches.Count.ShouldBe(4);
        (stretches[0].Since, stretches[^1].Until).ShouldBe((query.Since, query.Until));
        stretches.Skip(1).Select(stretch => (DateTimeOffset?)stretch.Since).ShouldBe(stretches.SkipLast(1).Select(stretch => stretch.Until));
        stretches.Skip(1).ShouldAllBe(stretch => stretch.Since.Minute == 0);
        var days = new CostSql(query with { Until = null }, new CostSource(CostSourceKind.ValueDays, CostDimension.User), ledger.Time.GetUtcNow()).Stretches(4);
        days.Skip(1).ShouldAllBe(stretch => stretch.Since.TimeOfDay == TimeSpan.Zero);
        days.Count.ShouldBeInRange(2, 4);
    }

    [StoreTheory(SqliteOnly = true)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_report_that_is_interrupted_fails_as_soon_as_it_hears(int threads)
    {
        using var session = ledger.Beside();
        session.Execute("CREATE TEMP VIEW cost_hours AS WITH RECURSIVE rows (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM rows) SELECT kept.* FROM main.cost_hours kept, rows");
        using var interruption = new Timer(_ => session.Interrupt(), null, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50));

        Should.Throw<StorageException>(() => new CostStore(session, ledger.Time, new CostEffort(threads, 100)).Report(Query("feature", "", TimeZoneInfo.Utc)));
    }

    private List<string> Plan(CostSql sql, string text)
    {
        using var plan = ledger.Session.Prepare("EXPLAIN QUERY PLAN " + text);
        sql.Bind(plan);
        var steps = new List<string>();
        while (plan.Read())
        {
            _ = (plan.NextLong(), plan.NextLong(), plan.NextLong());
            steps.Add(plan.NextString());
        }
        return steps;
    }

    private void ShouldAnswer(string by, string where, string zone, CostSourceKind source, bool midnight = false)
    {
        // From 16 o'clock on the first day: sums are of whole hours, and those of days of whole days.
        var query = Query(by, where, TimeZoneInfo.FindSystemTimeZoneById(zone)) with { Since = midnight ? Start.AddHours(16) : Start.AddHours(7), Until = midnight ? null : Start.AddHours(41) };

        var report = Report(query);

        report.Source.Kind.ShouldBe(source);
        report.From.ShouldBe(query.Since);
        var (found, expected) = (report.Rows.ToDictionary(row => string.Join('/', row.Values), row => CostOracle.Text(row.Totals)), CostOracle.Rows(_calls, query));
        if (report.Source.Value is { } value)
        {
            found = found.ToDictionary(row => row.Key, row => CostOracle.Common(row.Value));
            // There are no sums of calls without one.
            var at = query.By.ToList().IndexOf(value);
            expected = new(expected.Where(row => at < 0 || row.Key.Split('/')[at].Length > 0).ToDictionary(row => row.Key, row => CostOracle.Common(row.Value)));
        }
        new SortedDictionary<string, string>(found, StringComparer.Ordinal).ShouldBe(new SortedDictionary<string, string>(expected, StringComparer.Ordinal));
        expected.Count.ShouldBeGreaterThan(1);
    }

    /// <summary>The same whether it is added up in memory, by several at once, or sorted by the database.</summary>
    private CostReport Report(CostQuery query)
    {
        var report = new CostStore(ledger.Session, ledger.Time).Report(query);
        foreach (var effort in (CostEffort[])[new(3, 100_000), new(1, 1), new(4, 3)])
        {
            var other = new CostStore(ledger.Session, ledger.Time, effort).Report(query);
            other.Rows.Select(row => (string.Join('/', row.Values), row.Totals)).ShouldBe(report.Rows.Select(row => (string.Join('/', row.Values), row.Totals)), effort.ToString());
            (other.Groups, other.Total, other.Unnamed, other.From).ShouldBe((report.Groups, report.Total, report.Unnamed, report.From), effort.ToString());
        }
        return report;
    }

    private static CostQuery Query(string by, string where, TimeZoneInfo zone) => new()
    {
        By = CostQueryText.By(by),
        Where = CostQueryText.Where(where.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        Since = Start,
        Zone = zone,
    };
}
