using System.Globalization;

namespace Weir.Gateway.Costs.Focus;

/// <summary>What attempts cost as a FOCUS dataset: a row for each hour or day and each combination of what Weir tells apart.</summary>
/// <param name="Charges">The rows.</param>
/// <param name="Left">What is in none of them, since nobody knows what it costs, and a charge must have a cost.</param>
internal sealed record FocusDataset(IReadOnlyList<FocusCharge> Charges, CostTotals Left)
{
    /// <summary>What charges are told apart by, beside the time.</summary>
    public static List<CostDimension> Dimensions { get; } =
    [
        CostDimension.Tenant, CostDimension.Feature, CostDimension.Key, CostDimension.Model, CostDimension.Answered,
        CostDimension.Deployment, CostDimension.Provider, CostDimension.Region, CostDimension.Origin,
    ];

    /// <summary>What to ask for.</summary>
    /// <param name="query">Which costs.</param>
    /// <param name="byHour">Whether a row is of an hour, and not of a day.</param>
    public static CostQuery Query(CostQuery query, bool byHour) =>
        query with { By = [byHour ? CostDimension.Hour : CostDimension.Day, .. Dimensions], Zone = TimeZoneInfo.Utc, Sort = CostSort.Name };

    /// <summary>Makes the dataset of a report on such a query.</summary>
    public static FocusDataset Of(CostReport report)
    {
        var length = report.Query.By[0] == CostDimension.Hour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        var (charges, calls, uncosted) = (new List<FocusCharge>(), 0L, 0L);
        foreach (var row in report.Rows)
        {
            // Calls of which nothing was sent are no charge.
            if (row.Totals is { Attempts: 0, Cost: 0 }) continue;
            if (row.Totals.IsUnknown) (calls, uncosted) = (calls + row.Totals.Calls, uncosted + row.Totals.Uncosted);
            else charges.Add(Charge(row, length));
        }
        return new FocusDataset(charges, new CostTotals { Calls = calls, Uncosted = uncosted });
    }

    private static FocusCharge Charge(CostRow row, TimeSpan length)
    {
        var start = DateTime.Parse(row.Values[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        return new FocusCharge(start, start + length, row);
    }
}
