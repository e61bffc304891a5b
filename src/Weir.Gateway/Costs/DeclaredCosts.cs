using Weir.Gateway.Model;

namespace Weir.Gateway.Costs;

/// <summary>What declared costs come to over a stretch of time.</summary>
internal static class DeclaredCosts
{
    /// <summary>A share of a month is rarely a whole number of decimals: it is rounded to a millionth of a millionth of a dollar.</summary>
    private const int Decimals = 12;

    /// <summary>US dollars for a stretch of time; what is paid by the month is as much on each day of a month as on any other of it.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="from">The start of the stretch.</param>
    /// <param name="until">Its end.</param>
    /// <param name="calls">How many calls there were in it.</param>
    /// <param name="zone">Whose months.</param>
    public static decimal AmountOf(DeclaredCostModel cost, DateTimeOffset from, DateTimeOffset until, long calls, TimeZoneInfo zone) => cost.Per switch
    {
        CostUnit.Call => cost.Amount * calls,
        CostUnit.ThousandCalls => decimal.Round(cost.Amount * calls / 1000, Decimals),
        CostUnit.Hour => Share(cost.Amount, until - from, TimeSpan.FromHours(1)),
        CostUnit.Day => Share(cost.Amount, until - from, TimeSpan.FromDays(1)),
        CostUnit.Week => Share(cost.Amount, until - from, TimeSpan.FromDays(7)),
        CostUnit.Month => ByCalendar(cost.Amount, from, until, zone, time => new DateTime(time.Year, time.Month, 1), start => start.AddMonths(1)),
        _ => ByCalendar(cost.Amount, from, until, zone, time => new DateTime(time.Year, 1, 1), start => start.AddYears(1)),
    };

    private static decimal ByCalendar(decimal amount, DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone, Func<DateTimeOffset, DateTime> startOf, Func<DateTime, DateTime> next)
    {
        var sum = 0m;
        for (var start = startOf(TimeZoneInfo.ConvertTime(from, zone)); ; start = next(start))
        {
            var (begins, ends) = (In(start, zone), In(next(start), zone));
            if (begins >= until) return sum;
            var (first, last) = (begins > from ? begins : from, ends < until ? ends : until);
            sum += Share(amount, last - first, ends - begins);
        }
    }

    private static DateTimeOffset In(DateTime local, TimeZoneInfo zone) => new(local, zone.GetUtcOffset(local));

    private static decimal Share(decimal amount, TimeSpan part, TimeSpan whole) => decimal.Round(amount * part.Ticks / whole.Ticks, Decimals);
}
