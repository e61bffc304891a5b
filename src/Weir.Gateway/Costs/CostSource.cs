namespace Weir.Gateway.Costs;

/// <summary>Where a report's figures come from.</summary>
/// <param name="Kind">Which table.</param>
/// <param name="Value">The dimension whose sums are read, of <see cref="CostSourceKind.ValueDays"/> and <see cref="CostSourceKind.ValueHours"/>.</param>
internal readonly record struct CostSource(CostSourceKind Kind, CostDimension? Value = null)
{
    /// <summary>How long sums by the hour are kept of users, less a day of margin.</summary>
    private static readonly TimeSpan HoursKept = TimeSpan.FromDays(34);

    /// <summary>Whether it tells origins and results apart.</summary>
    public bool HasDetails => Value is null;

    /// <summary>The quickest source that has everything that is asked for.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="now">The time.</param>
    public static CostSource For(CostQuery query, DateTimeOffset now)
    {
        var dimensions = query.Dimensions.Distinct().ToArray();
        var values = dimensions.Where(CostDimensions.IsValue).ToArray();
        var zone = new ZoneClock(query.Zone, query.Since, query.Until ?? now);
        var needsClock = query.By.Any(CostDimensions.IsTime);
        if (needsClock && !zone.HasWholeHours) return new CostSource(CostSourceKind.Rows);
        if (values.Length == 0) return new CostSource(CostSourceKind.Hours);
        if (values.Length > 1 || !dimensions.Except(values).All(other => CostDimensions.IsBesideValues(other) || CostDimensions.IsTime(other))) return new CostSource(CostSourceKind.Rows);
        if (IsOfDays(query, needsClock && !zone.IsUtc)) return new CostSource(CostSourceKind.ValueDays, values[0]);
        return values[0] == CostDimension.User && query.Since > now - HoursKept ? new CostSource(CostSourceKind.ValueHours, values[0]) : new CostSource(CostSourceKind.Rows);
    }

    private static bool IsOfDays(CostQuery query, bool needsOtherDays) =>
        !needsOtherDays && !query.By.Contains(CostDimension.Hour) && IsMidnight(query.Since) && (query.Until is not { } until || IsMidnight(until));

    private static bool IsMidnight(DateTimeOffset time) => time.UtcDateTime.TimeOfDay == TimeSpan.Zero;
}
