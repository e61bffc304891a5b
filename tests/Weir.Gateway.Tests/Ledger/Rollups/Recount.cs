using System.Numerics;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Tests.Ledger.Rollups;

/// <summary>What the tables of sums have to hold, worked out from records alone and one by one: the oracle of these tests, as text.</summary>
internal static class Recount
{
    private static readonly BigInteger One = BigInteger.Pow(10, 28);

    /// <summary>Fails unless both tables hold what these calls come to, and the product's own check says so too.</summary>
    public static void ShouldBeKept(Database database, IReadOnlyCollection<CallRecord> calls)
    {
        Kept(database, HourRow.Table, keys: 12, others: 22).ShouldBe(Hours(calls));
        Kept(database, ValueRow.Table, keys: 7, others: 8).ShouldBe(Values(calls));
        new RollupCheck(database, TimeProvider.System).Find().ShouldBeEmpty();
    }

    /// <summary>Rows of <c>cost_hours</c> by their key, all columns as text.</summary>
    private static SortedDictionary<string, string> Hours(IEnumerable<CallRecord> calls) => Sum(
        from call in calls
        from attempt in AttemptsOf(call)
        select (
            Join(
                call.StartedAt / 3_600_000_000 * 3_600_000_000, call.Tenant, call.Feature, call.KeyId, OriginNames.Of(attempt?.Origin ?? call.Origin), call.ModelAsked,
                attempt is null ? call.ModelAnswered : attempt.ModelAnswered, attempt is null ? call.Deployment : attempt.Deployment, attempt?.Provider,
                attempt is null ? call.Region : attempt.Region, call.Release, ResultOf(call, attempt)),
            (BigInteger[])[EndsWith(call, attempt), attempt is null ? 0 : 1, .. Counts(attempt?.Usage ?? default), Uncosted(attempt), Estimated(attempt), Units(attempt?.Cost), Units(attempt?.Saved)]));

    /// <summary>The same of <c>cost_values</c>.</summary>
    private static SortedDictionary<string, string> Values(IEnumerable<CallRecord> calls) => Sum(
        from call in calls
        from named in NamesOf(call)
        from attempt in AttemptsOf(call)
        select (
            Join(named.Grain, call.StartedAt / named.Length * named.Length, named.Dimension, named.Value, call.Tenant, call.Feature, call.ModelAsked),
            (BigInteger[])[
                EndsWith(call, attempt), attempt is null ? 0 : 1, attempt?.Usage.Input ?? 0, attempt?.Usage.Output ?? 0, attempt?.Usage.CachedInput ?? 0, Uncosted(attempt),
                Units(attempt?.Cost), Units(attempt?.Saved)]));

    /// <summary>What a table holds, in the same form.</summary>
    /// <param name="database">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="keys">How many of its first columns are its key.</param>
    /// <param name="others">How many columns come behind.</param>
    private static SortedDictionary<string, string> Kept(Database database, string table, int keys, int others)
    {
        using var session = database.Connect();
        using var rows = session.Prepare($"SELECT * FROM {table}");
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            string[] columns = [.. Enumerable.Range(0, keys + others).Select(_ => rows.NextString())];
            kept.Add(Join([.. columns[..keys]]), Join([.. columns[keys..]]));
        }
        return kept;
    }

    private static SortedDictionary<string, string> Sum(IEnumerable<(string Key, BigInteger[] Numbers)> items)
    {
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in items.GroupBy(item => item.Key))
        {
            var sum = group.Select(item => item.Numbers).Aggregate((one, other) => [.. one.Zip(other, (a, b) => a + b)]);
            sums.Add(group.Key, Join([.. sum[..^2].Select(number => (object)number), Money(sum[^2]), Money(sum[^1])]));
        }
        return sums;
    }

    private static IEnumerable<AttemptRecord?> AttemptsOf(CallRecord call) => call.Attempts.Count > 0 ? call.Attempts : new AttemptRecord?[] { null };

    private static BigInteger EndsWith(CallRecord call, AttemptRecord? attempt)
    {
        if (attempt is null) return 1;
        var candidates = call.Attempts.Any(one => one.Outcome != Outcome.Cancelled) ? call.Attempts.Where(one => one.Outcome != Outcome.Cancelled) : call.Attempts;
        return candidates.Max(one => one.Number) == attempt.Number ? 1 : 0;
    }

    private static string ResultOf(CallRecord call, AttemptRecord? attempt)
    {
        if (attempt is null) return call.SharedWith is null ? "refused" : "shared";
        if (attempt.Outcome == Outcome.Completed) return "answered";
        return attempt.Outcome is Outcome.Cancelled or Outcome.ClientGone ? "cancelled" : "failed";
    }

    private static IEnumerable<(string Grain, long Length, string Dimension, string Value)> NamesOf(CallRecord call)
    {
        const long Hour = 3_600_000_000;
        const long Day = 24 * Hour;
        if (!string.IsNullOrEmpty(call.User)) yield return ("hour", Hour, "user", call.User);
        if (!string.IsNullOrEmpty(call.User)) yield return ("day", Day, "user", call.User);
        if (!string.IsNullOrEmpty(call.Session)) yield return ("day", Day, "session", call.Session);
        if (!string.IsNullOrEmpty(call.Prompt)) yield return ("day", Day, "prompt", call.Prompt);
        foreach (var tag in (call.Tags ?? "").Split(',').Take(16).Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct()) yield return ("day", Day, "tag", tag);
    }

    private static IEnumerable<BigInteger> Counts(TokenUsage usage) =>
    [
        usage.Input, usage.Output, usage.CachedInput, usage.CacheWrite, usage.Reasoning, usage.AudioInput, usage.AudioOutput, usage.CacheWriteHour,
        usage.Extras?.CachedAudio ?? 0, usage.Extras?.ImageInput ?? 0, usage.Extras?.CachedImage ?? 0, usage.Extras?.ImageOutput ?? 0,
        usage.Extras?.Images ?? 0, usage.Extras?.AudioMicros ?? 0, usage.Extras?.WebSearches ?? 0, usage.Extras?.OtherModels ?? 0,
    ];

    private static BigInteger Uncosted(AttemptRecord? attempt) => attempt is { Cost: null, UsageSource: UsageSource.Provider or UsageSource.Estimated } ? 1 : 0;

    private static BigInteger Estimated(AttemptRecord? attempt) => attempt?.UsageSource == UsageSource.Estimated ? 1 : 0;

    private static BigInteger Units(decimal? money)
    {
        if (money is not { } known) return 0;
        var bits = decimal.GetBits(known);
        return ((uint)bits[0] + ((BigInteger)(uint)bits[1] << 32) + ((BigInteger)(uint)bits[2] << 64)) * BigInteger.Pow(10, 28 - known.Scale);
    }

    private static string Money(BigInteger units) => units % One == 0 ? $"{units / One}" : $"{units / One}.{(units % One).ToString().PadLeft(28, '0').TrimEnd('0')}";

    private static string Join(params object?[] columns) => string.Join('|', columns);
}
