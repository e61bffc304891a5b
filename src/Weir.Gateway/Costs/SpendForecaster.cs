using System.Globalization;
using Weir.Gateway.Storage;
using Weir.Statistics;

namespace Weir.Gateway.Costs;

/// <summary>Foretells what the month will have cost at its end, from the days before.</summary>
/// <param name="session">It only reads.</param>
/// <param name="time">Says when now is.</param>
/// <param name="draws">Numbers from 0 up to 1.</param>
internal sealed class SpendForecaster(Session session, TimeProvider time, Func<double> draws)
{
    /// <summary>Foretells each group by itself, the dearest of this month first.</summary>
    /// <param name="query">Which costs; its time is not looked at, and at most as many groups are foretold as it asks for.</param>
    public IReadOnlyList<SpendForecast> Forecast(CostQuery query)
    {
        var now = time.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, query.Zone);
        var (today, month) = (DateOnly.FromDateTime(local.Date), new DateOnly(local.Year, local.Month, 1));
        var since = CostQueryText.Midnight(now - TimeSpan.FromDays(DailyForecast.MostDays), query.Zone);
        var report = new CostStore(session, time).Report(query with { By = [CostDimension.Day, .. query.By], Since = since, Until = null, Sort = CostSort.Name, Top = CostQuery.MostRows });
        var weights = Weights(today, local, query.Zone);
        return
        [
            .. report.Rows.GroupBy(row => string.Join('\0', row.Values.Skip(1)))
                .Select(group => Forecast(group.ToDictionary(row => Day(row.Values[0])), today, month, weights))
                .OrderByDescending(forecast => forecast.Expected).Take(query.Top),
        ];
    }

    private SpendForecast Forecast(Dictionary<DateOnly, CostRow> rows, DateOnly today, DateOnly month, double[] weights)
    {
        // Days before the first one with a call say nothing: whoever called there had not begun.
        var (first, days) = (rows.Keys.Min(), new List<double>());
        for (var day = first; day < today; day = day.AddDays(1)) days.Add(rows.TryGetValue(day, out var row) ? (double)row.Totals.Cost : 0);
        // The day of the first call is rarely a whole one.
        if (days.Count > DailyForecast.FewestDays) days.RemoveAt(0);
        var spent = rows.Where(row => row.Key >= month).Sum(row => row.Value.Totals.Cost);
        var forecast = DailyForecast.Of(days.Count > 0 ? days : [(double)spent], today.DayOfWeek, weights, draws);
        return new SpendForecast([.. rows[first].Values.Skip(1)], spent, days.Count, forecast, rows.Values.Sum(row => row.Totals.Uncosted));
    }

    /// <summary>What is left of today, and all of each day after it to the month's end.</summary>
    private static double[] Weights(DateOnly today, DateTimeOffset local, TimeZoneInfo zone)
    {
        var (begins, ends) = (CostQueryText.Midnight(local, zone), CostQueryText.Midnight(local.AddDays(1), zone));
        return [(ends - local) / (ends - begins), .. Enumerable.Repeat(1.0, DateTime.DaysInMonth(today.Year, today.Month) - today.Day)];
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
