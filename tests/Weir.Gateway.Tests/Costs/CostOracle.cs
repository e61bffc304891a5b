using System.Globalization;
using Weir.Gateway.Costs;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Tests.Costs;

/// <summary>What a report has to say, worked out from records alone, attempt by attempt.</summary>
internal static class CostOracle
{
    /// <summary>The rows by their values with slashes between, as texts.</summary>
    public static SortedDictionary<string, string> Rows(IEnumerable<CallRecord> calls, CostQuery query)
    {
        var items = from call in calls
                    where Time(call) >= query.Since && (query.Until is not { } until || Time(call) < until)
                    from tag in query.Dimensions.Contains(CostDimension.Tag) ? TagsOf(call) : [""]
                    from attempt in AttemptsOf(call)
                    where query.Where.All(condition => condition.Values.Contains(Value(condition.Dimension, call, attempt, tag, query.Zone)))
                    group (call, attempt) by string.Join('/', query.By.Select(dimension => Value(dimension, call, attempt, tag, query.Zone))) into same
                    select (same.Key, Text: Text([.. same]));
        return new SortedDictionary<string, string>(items.ToDictionary(item => item.Key, item => item.Text), StringComparer.Ordinal);
    }

    /// <summary>The figures of a report as the oracle writes them; of values, those that their sums do not have are left out.</summary>
    public static string Text(CostTotals totals) => Join(
        totals.Calls, totals.Attempts, totals.Input, totals.Output, totals.CachedInput, totals.Cost, totals.Saved, totals.Uncosted,
        totals.Estimated, totals.Retries, totals.Hedges, totals.Failed, totals.Shared, totals.Wasted);

    /// <summary>Without what only some sources know.</summary>
    public static string Common(string text) => string.Join(' ', text.Split(' ')[..8]);

    private static string Text(IReadOnlyList<(CallRecord Call, AttemptRecord? Attempt)> items)
    {
        var attempts = items.Select(item => item.Attempt).OfType<AttemptRecord>().ToArray();
        return Join(
            items.Count(item => item.Call.LastAttempt() == item.Attempt), attempts.Length, attempts.Sum(one => one.Usage.Input), attempts.Sum(one => one.Usage.Output),
            attempts.Sum(one => one.Usage.CachedInput), attempts.Sum(one => one.Cost ?? 0), attempts.Sum(one => one.Saved ?? 0),
            attempts.Count(one => one.Cost is null && one.UsageSource is UsageSource.Provider or UsageSource.Estimated && one.Cost is null),
            attempts.Count(one => one.UsageSource == UsageSource.Estimated), attempts.Count(one => one.Origin == Origin.Retry), attempts.Count(one => one.Origin == Origin.Hedge),
            attempts.Count(IsFailed), items.Count(item => item.Attempt is null && item.Call.SharedWith is not null),
            attempts.Where(one => one.Outcome != Outcome.Completed).Sum(one => one.Cost ?? 0));
    }

    private static IEnumerable<AttemptRecord?> AttemptsOf(CallRecord call) => call.Attempts.Count > 0 ? call.Attempts : new AttemptRecord?[] { null };

    private static bool IsFailed(AttemptRecord attempt) => attempt.Outcome is not (Outcome.Completed or Outcome.Cancelled or Outcome.ClientGone);

    private static string Value(CostDimension dimension, CallRecord call, AttemptRecord? attempt, string tag, TimeZoneInfo zone) => dimension switch
    {
        CostDimension.Tenant => call.Tenant ?? "",
        CostDimension.Feature => call.Feature ?? "",
        CostDimension.Key => call.KeyId ?? "",
        CostDimension.User => call.User ?? "",
        CostDimension.Session => call.Session ?? "",
        CostDimension.Tag => tag,
        CostDimension.Model => call.ModelAsked ?? "",
        CostDimension.Answered => (attempt is null ? call.ModelAnswered : attempt.ModelAnswered) ?? "",
        CostDimension.Deployment => (attempt is null ? call.Deployment : attempt.Deployment) ?? "",
        CostDimension.Provider => attempt?.Provider ?? "",
        CostDimension.Region => (attempt is null ? call.Region : attempt.Region) ?? "",
        CostDimension.Release => call.Release,
        CostDimension.Origin => OriginNames.Of(attempt?.Origin ?? call.Origin),
        CostDimension.Prompt => call.Prompt ?? "",
        CostDimension.Result => attempt is null ? call.SharedWith is null ? "refused" : "shared" : attempt.Outcome == Outcome.Completed ? "answered" : IsFailed(attempt) ? "failed" : "cancelled",
        CostDimension.Hour => Local(call, zone).ToString(zone.Equals(TimeZoneInfo.Utc) ? "yyyy-MM-ddTHH:00Z" : "yyyy-MM-ddTHH:00zzz", CultureInfo.InvariantCulture),
        CostDimension.Day => Local(call, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CostDimension.Week => Local(call, zone).AddDays(-(((int)Local(call, zone).DayOfWeek + 6) % 7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Local(call, zone).ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<string> TagsOf(CallRecord call) =>
        (call.Tags ?? "").Split(',').Take(16).Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct();

    private static DateTimeOffset Local(CallRecord call, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(Time(call), zone);

    private static DateTimeOffset Time(CallRecord call) => DateTimeOffset.UnixEpoch.AddTicks(call.StartedAt * TimeSpan.TicksPerMicrosecond);

    private static string Join(params object?[] figures) =>
        string.Join(' ', figures.Select(figure => figure is decimal money ? money.ToString("0.############################", CultureInfo.InvariantCulture) : figure?.ToString() ?? "-"));
}
