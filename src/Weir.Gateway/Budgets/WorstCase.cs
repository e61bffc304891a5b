using Weir.Gateway.Pricing;

namespace Weir.Gateway.Budgets;

/// <summary>
/// The most that an attempt can cost: every token at the dearest price that can hold for it. Exact like the costs that it bounds, and
/// nothing is allocated.
/// </summary>
internal static class WorstCase
{
    private const decimal MicrosPerSecond = 1_000_000;
    private const decimal Millionth = 0.000001m;

    /// <summary>The most that an attempt can cost, in US dollars.</summary>
    /// <param name="price">Its price.</param>
    /// <param name="bounds">What it can use.</param>
    /// <param name="outputTokens">Most output tokens of all its answers together.</param>
    /// <param name="longest">The longest that it can take, which is what machines are charged for.</param>
    public static decimal CostOf(PriceModel price, in RequestBounds bounds, long outputTokens, TimeSpan longest)
    {
        if (price.Machine is { } machine) return machine.ShareOf((long)Math.Ceiling(longest.TotalMicroseconds));
        var dearest = DearestRates.Of(price, bounds);
        return Fixed(price, bounds, dearest) + (outputTokens * PerOutputToken(price, dearest));
    }

    /// <summary>How many output tokens of all answers together an amount of money is enough for.</summary>
    /// <param name="price">The price.</param>
    /// <param name="bounds">What the attempt can use.</param>
    /// <param name="money">US dollars.</param>
    /// <param name="longest">The longest that it can take.</param>
    /// <returns>-1 where the money is not even enough for the rest; <see cref="long.MaxValue"/> where output costs nothing.</returns>
    public static long OutputFor(PriceModel price, in RequestBounds bounds, decimal money, TimeSpan longest)
    {
        if (price.Machine is not null) return CostOf(price, bounds, 0, longest) <= money ? long.MaxValue : -1;
        var dearest = DearestRates.Of(price, bounds);
        var left = money - Fixed(price, bounds, dearest);
        if (left < 0) return -1;
        var perToken = PerOutputToken(price, dearest);
        if (perToken == 0) return long.MaxValue;
        var tokens = decimal.Floor(left / perToken);
        return tokens >= long.MaxValue ? long.MaxValue : (long)tokens;
    }

    /// <summary>All but the output.</summary>
    private static decimal Fixed(PriceModel price, in RequestBounds bounds, in DearestRates dearest)
    {
        var tokens = bounds.InputTokens * dearest.Input * Millionth * dearest.Factor;
        var pieces = dearest.Request + (bounds.Searches * dearest.WebSearch) + (bounds.Images * dearest.Image) + (bounds.AudioMicros / MicrosPerSecond * dearest.AudioSecond);
        return (tokens + pieces) * price.Share;
    }

    private static decimal PerOutputToken(PriceModel price, in DearestRates dearest) => dearest.Output * Millionth * dearest.Factor * price.Share;
}
