using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>One model of a catalogue while it is read: its prices by tier and length of context.</summary>
/// <param name="name">Provider and model, as the price book would call it.</param>
internal sealed class CatalogueModel(string name)
{
    /// <summary>Finer than any price, and coarser than what binary fractions leave behind.</summary>
    private const int Decimals = 10;

    private readonly Dictionary<(ServiceTier Tier, long Above), List<KeyValuePair<PriceKind, decimal>>> _rates = [];

    public string Name { get; } = name;

    /// <summary>Takes a price.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="rate">US dollars in the book's unit; one that is null or negative is none: routers state -1 where the price varies.</param>
    /// <param name="tier">The service tier.</param>
    /// <param name="above">The most input that it does not hold for.</param>
    public void Add(PriceKind kind, decimal? rate, ServiceTier tier = ServiceTier.Standard, long above = 0)
    {
        if (rate is not { } known || known < 0) return;
        if (!_rates.TryGetValue((tier, above), out var rates)) _rates.Add((tier, above), rates = []);
        if (rates.TrueForAll(other => other.Key != kind)) rates.Add(new(kind, decimal.Round(known, Decimals)));
    }

    /// <summary>The lines that it makes; none when it has no standard price of its own.</summary>
    /// <param name="source">Whose catalogue it is.</param>
    /// <param name="asOf">Its date.</param>
    public IEnumerable<PriceRow> Rows(string source, DateOnly asOf)
    {
        if (!_rates.ContainsKey((ServiceTier.Standard, 0))) yield break;
        foreach (var ((tier, above), rates) in _rates.OrderBy(rate => rate.Key.Tier).ThenBy(rate => rate.Key.Above))
        {
            var key = new PriceKey(Name, tier, above);
            var row = new PriceRow(key, new PriceRates(rates));
            // A tier or length of which only a part is stated would charge the rest as nothing.
            if (key == new PriceKey(Name)) yield return row with { Source = source, AsOf = asOf };
            else if (row.Rates[PriceKind.Input] is not null && row.Rates[PriceKind.Output] is not null && _rates.ContainsKey((tier, 0))) yield return row;
        }
    }
}
