using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Prices;

/// <summary>Entries of the price book as <c>--json</c> prints them.</summary>
internal static class PriceJson
{
    public static object Of(PriceBookEntry entry) => new
    {
        name = entry.Name,
        version = entry.Price.Version,
        from = PriceCells.Origin(entry.Origin),
        source = entry.Source,
        as_of = Day(entry.AsOf),
        until = Day(entry.Until),
        prices = entry.Rows.Select(row => new
        {
            key = row.Key.ToString(),
            rates = row.Rates.Stated.ToDictionary(rate => PriceKinds.NameOf(rate.Key), rate => rate.Value),
            factor = row.Factor,
        }),
    };

    private static string? Day(DateOnly? day) => day is { } known ? PriceKey.Show(known) : null;
}
