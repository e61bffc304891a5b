using System.Globalization;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Costs;

/// <summary>Reads the parts of a query as people write them, at the command line and in addresses.</summary>
internal static class CostQueryText
{
    /// <summary>More than any report is told apart by, so that no query grows without end.</summary>
    private const int MostParts = 12;

    /// <summary>As far back as anybody asks; the ledger is younger.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_525);

    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm"];

    /// <summary>Reads <c>feature,model</c>.</summary>
    /// <exception cref="CostQueryException">A word is no dimension.</exception>
    public static IReadOnlyList<CostDimension> By(string? text)
    {
        var words = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MostParts) throw new CostQueryException($"{words.Length} dimensions are too many.", $"Name {MostParts} at most.");
        return [.. words.Select(Dimension).Distinct()];
    }

    /// <summary>Reads conditions as <c>tenant=acme</c>: those of one dimension hold when one of them does.</summary>
    /// <exception cref="CostQueryException">One is no condition.</exception>
    public static IReadOnlyList<CostCondition> Where(IEnumerable<string> texts)
    {
        var conditions = texts.Select(Condition).GroupBy(condition => condition.Dimension).Select(same => new CostCondition(same.Key, [.. same.Select(one => one.Value).Distinct()])).ToArray();
        if (conditions.Sum(condition => condition.Values.Count) > 100) throw new CostQueryException("there are more than 100 conditions.", "Leave some out.");
        if (Array.Exists(conditions, condition => condition is { Dimension: CostDimension.Tag, Values.Count: > 1 }))
            throw new CostQueryException("two tags are asked for, and a call with both would count twice.", "Ask for one tag at a time, or use --by tag.");
        return conditions;
    }

    /// <summary>Reads a time: a date, a date and time, or how long ago. Whole days ago begin at midnight.</summary>
    /// <param name="text">As <c>7d</c>, <c>36h</c>, <c>2026-11-01</c>, <c>2026-11-01T12:00</c>.</param>
    /// <param name="zone">Whose clock.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="CostQueryException">It is none of these.</exception>
    public static DateTimeOffset Time(string text, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (Quantity.TryDuration(text, out var ago) && ago < Longest) return text.EndsWith('d') ? Midnight(now - ago, zone) : now - ago;
        if (DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return At(local, zone);
        if (text.Length > 16 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        throw new CostQueryException($"'{Shown.Short(text)}' is no time.", "Write how long ago, such as 7d or 12h, or a date such as 2026-11-01.");
    }

    /// <summary>Reads the name of a time zone, as <c>Europe/Berlin</c>; null is UTC.</summary>
    /// <exception cref="CostQueryException">There is none of this name.</exception>
    public static TimeZoneInfo Zone(string? name)
    {
        if (name is null) return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new CostQueryException($"there is no time zone '{Shown.Short(name)}' on this machine.", "Write a name of the IANA database, such as Europe/Berlin.");
    }

    /// <summary>Reads what comes first.</summary>
    /// <exception cref="CostQueryException">It is no order.</exception>
    public static CostSort Sort(string text)
    {
        var names = Enum.GetNames<CostSort>().Select(name => name.ToLowerInvariant()).ToArray();
        return Array.IndexOf(names, text) is >= 0 and var at
            ? Enum.GetValues<CostSort>()[at]
            : throw new CostQueryException($"'{Shown.Short(text)}' is nothing to sort by.", $"Write one of {string.Join(", ", names)}.");
    }

    /// <summary>Midnight of the day that a time is in.</summary>
    public static DateTimeOffset Midnight(DateTimeOffset time, TimeZoneInfo zone) => At(TimeZoneInfo.ConvertTime(time, zone).Date, zone);

    private static CostDimension Dimension(string name) => CostDimensions.TryParse(name, out var dimension)
        ? dimension
        : throw new CostQueryException($"'{Shown.Short(name)}' is nothing that costs are told apart by.", Nearest.Remedy(name, CostDimensions.Names, $"There are {string.Join(", ", CostDimensions.Names)}."));

    private static (CostDimension Dimension, string Value) Condition(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new CostQueryException($"'{Shown.Short(text)}' is no condition.", "Write it as tenant=acme.");
        var dimension = Dimension(text[..equals]);
        if (CostDimensions.IsTime(dimension)) throw new CostQueryException($"'{Shown.Short(text)}' is about time.", "Use since and until.");
        return (dimension, text[(equals + 1)..]);
    }

    /// <summary>A time on a zone's clock; one that is left out when clocks go forward is the one after the gap.</summary>
    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
