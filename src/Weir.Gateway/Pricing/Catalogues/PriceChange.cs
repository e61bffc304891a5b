namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>What a catalogue says of one model, beside what holds.</summary>
/// <param name="Name">The model.</param>
/// <param name="Rows">What the catalogue says.</param>
/// <param name="Now">What holds, or null when nobody has said anything.</param>
internal sealed record PriceChange(string Name, IReadOnlyList<PriceRow> Rows, PriceBookEntry? Now)
{
    /// <summary>So many times more or less is hardly a price list's doing: a wrong unit, or a cut that one wants to know of.</summary>
    private const decimal Jump = 5;

    /// <summary>The kinds of the standard prices that differ.</summary>
    public IReadOnlyList<(PriceKind Kind, decimal? Before, decimal? After)> Differences { get; } =
        [.. PriceKinds.All.Select(kind => (kind, Now?.Price.Standard.Rates[kind], Rows[0].Rates[kind])).Where(rate => rate.Item2 != rate.Item3)];

    /// <summary>Whether nothing would be another price: what the catalogue does not know, it does not contradict.</summary>
    public bool IsSame => Now is not null && Differences.All(rate => rate.After is null);

    /// <summary>Whether a price would be five times as much or more, or a fifth or less.</summary>
    public bool IsJump => Differences.Any(rate => rate is { Before: { } before, After: { } after } && Math.Max(before, after) >= Jump * Math.Min(before, after));

    /// <summary>Whether the operator has said otherwise.</summary>
    public bool IsOwn => Now is { Origin: not PriceOrigin.Book };
}
