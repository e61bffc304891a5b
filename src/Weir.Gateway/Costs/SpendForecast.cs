using Weir.Statistics;

namespace Weir.Gateway.Costs;

/// <summary>What a month will have cost at its end.</summary>
/// <param name="Values">What it is of, one for each dimension asked for.</param>
/// <param name="Spent">US dollars, exact: this month so far.</param>
/// <param name="Days">How many days before today it is foretold from.</param>
/// <param name="Rest">What is still to come, in US dollars: no more than a forecast, and so no exact number.</param>
/// <param name="Uncosted">Attempts in all these days whose cost nobody knows, and which the forecast knows nothing of.</param>
internal sealed record SpendForecast(IReadOnlyList<string> Values, decimal Spent, int Days, DailyForecast Rest, long Uncosted)
{
    /// <summary>The month as a whole.</summary>
    public decimal Expected => Spent + Money(Rest.Expected);

    /// <summary>One in ten months comes to less; null where too few days are known to say.</summary>
    public decimal? Low => Rest.Low is { } low ? Spent + Money(low) : null;

    /// <summary>One in ten months comes to more; null where too few days are known to say.</summary>
    public decimal? High => Rest.High is { } high ? Spent + Money(high) : null;

    /// <summary>To the hundredth of a cent, which is far more than a forecast knows.</summary>
    private static decimal Money(double amount) => decimal.Round((decimal)Math.Clamp(amount, 0, 1e15), 4);
}
