using System.Globalization;
using Weir.Gateway.Configuration;
using Weir.Gateway.Costs;

namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>Reads a query as people write it, at the command line and in addresses.</summary>
internal static class QueueQueryText
{
    /// <summary>Since when, where nobody says.</summary>
    public const string UsualTime = "1h";

    /// <param name="since">As <see cref="CostQueryText.Time"/> reads it; null for <see cref="UsualTime"/>.</param>
    /// <param name="until">As <paramref name="since"/>; null, and what is to come, for now.</param>
    /// <param name="top">1 to <see cref="QueueQuery.MostLines"/>; null for <see cref="QueueQuery.UsualLines"/>.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="CostQueryException">One of them makes no sense.</exception>
    public static QueueQuery Read(string? since, string? until, string? top, DateTimeOffset now)
    {
        var lines = QueueQuery.UsualLines;
        if (top is not null && (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out lines) || lines is < 1 or > QueueQuery.MostLines))
            throw new CostQueryException($"'{Shown.Short(top)}' is no number of lines.", $"Ask for 1 to {QueueQuery.MostLines}.");
        var (from, to) = (CostQueryText.Time(since ?? UsualTime, TimeZoneInfo.Utc, now), until is null ? now : CostQueryText.Time(until, TimeZoneInfo.Utc, now));
        if (to > now) to = now;
        if (to <= from) throw new CostQueryException("the time until which is not after the time since which.", "Give an earlier since, or a later until.");
        return new QueueQuery { Since = from, Until = to, Top = lines };
    }
}
