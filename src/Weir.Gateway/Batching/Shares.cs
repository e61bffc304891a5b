using Weir.Dialects.Usage;

namespace Weir.Gateway.Batching;

/// <summary>Divides what several calls have used together, so that the parts add up to the whole exactly (the method of the largest remainder).</summary>
internal static class Shares
{
    private const decimal Units = 1_000_000_000_000;

    /// <summary>Divides a number.</summary>
    /// <param name="whole">Not negative.</param>
    /// <param name="weights">In which proportion; none negative, not all zero.</param>
    public static long[] Of(long whole, IReadOnlyList<long> weights)
    {
        Int128 total = weights.Sum();
        var parts = weights.Select(weight => (long)((Int128)whole * weight / total)).ToArray();
        var left = (int)(whole - parts.Sum());
        var byRemainder = Enumerable.Range(0, parts.Length).OrderByDescending(i => (long)((Int128)whole * weights[i] % total));
        foreach (var i in byRemainder.Take(left)) parts[i]++;
        return parts;
    }

    /// <summary>Divides an amount of money, to a millionth of a millionth of a dollar; what is finer than that goes to the first.</summary>
    public static decimal[] Of(decimal whole, IReadOnlyList<long> weights)
    {
        decimal[] parts = [.. Of((long)(whole * Units), weights).Select(part => part / Units)];
        parts[0] += whole - parts.Sum();
        return parts;
    }

    /// <summary>Divides the usage of embeddings. Cached and other input apart, since each has a price: so do the costs add up too.</summary>
    public static TokenUsage[] Of(in TokenUsage whole, IReadOnlyList<long> weights)
    {
        var tier = whole.Tier;
        var cached = Of(Math.Min(whole.CachedInput, whole.Input), weights);
        var other = Of(whole.Input - cached.Sum(), weights);
        var output = Of(whole.Output, weights);
        return [.. weights.Select((_, i) => new TokenUsage(cached[i] + other[i], output[i], cached[i], Tier: tier))];
    }
}
