namespace Weir.Gateway.Anomalies;

/// <summary>
/// What a change of cost is due to: how many tokens (volume), which models and keys they go through (mix), and what a token costs
/// there (price). The three add up to the change exactly: each is the difference of two of the sums in between.
/// </summary>
/// <param name="Spent">US dollars now.</param>
/// <param name="Usual">US dollars usually.</param>
/// <param name="Volume">What more tokens cost at the usual price of a token.</param>
/// <param name="Mix">What it costs that they go elsewhere.</param>
/// <param name="Price">What it costs that tokens cost more where they go: dearer prices, fewer cached ones, more output for the input.</param>
internal sealed record SpendChange(decimal Spent, decimal Usual, decimal Volume, decimal Mix, decimal Price)
{
    /// <param name="segments">All parts.</param>
    public static SpendChange Of(IReadOnlyList<SpendSegment> segments)
    {
        var (spent, usual) = (segments.Sum(part => part.Cost), Cents(segments.Sum(part => part.UsualCost)));
        var (tokens, usualTokens) = (segments.Sum(part => part.Tokens), segments.Sum(part => part.UsualTokens));
        // What was never there before has no usual price: then that of all tokens counts, and if there is none either, all is volume.
        var mean = usualTokens > 0 ? usual / usualTokens : tokens > 0 ? spent / tokens : 0;
        var atUsualMean = usual > 0 || tokens > 0 ? Cents(tokens * mean) : spent;
        var atUsualPrices = Cents(segments.Sum(part => part.Tokens * (part.UsualTokens > 0 ? part.UsualCost / part.UsualTokens : mean)));
        return new SpendChange(spent, usual, atUsualMean - usual, atUsualPrices - atUsualMean, spent - atUsualPrices);
    }

    /// <summary>Twelve digits after the point, more than any price has: what is in between need not carry 28.</summary>
    private static decimal Cents(decimal amount) => Math.Round(amount, 12);
}
