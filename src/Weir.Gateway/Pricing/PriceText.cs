using System.Globalization;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing;

/// <summary>A price as text, for whoever settles a call long after the price has changed: version, share and region on a line each, then lines as a book has them.</summary>
internal static class PriceText
{
    /// <summary>The price as text. Of machines nothing is kept: what a response costs there depends on time that nobody measures.</summary>
    public static string Write(PriceModel price)
    {
        var rows = price.Tiers.Prepend(KeyValuePair.Create(ServiceTier.Standard, price.Standard)).SelectMany(tier => Rows(tier.Key, tier.Value))
            .Where(row => row.Rates.Stated.Any())
            .Concat(price.Regions.Select(region => new PriceRow(new PriceKey("model", Region: region.Key), new PriceRates()) { Factor = region.Value }));
        return string.Join('\n', [price.Version, price.Share.ToString(CultureInfo.InvariantCulture), price.Region ?? "", .. rows.Select(row => row.ToString())]);
    }

    /// <summary>Reads <see cref="Write"/> back.</summary>
    public static PriceModel Read(string text)
    {
        var lines = text.Split('\n');
        var rows = lines[3..].Select(PriceRow.Parse).ToArray();
        var price = rows.Length == 0 ? new PriceModel("", new TierRates(new PriceRates())) : PriceAssembly.Entry(rows, PriceOrigin.Config).Price;
        return price with
        {
            Version = lines[0],
            Share = decimal.Parse(lines[1], CultureInfo.InvariantCulture),
            Region = lines[2].Length == 0 ? null : lines[2],
        };
    }

    private static IEnumerable<PriceRow> Rows(ServiceTier tier, TierRates rates) =>
        rates.Longer.Select(longer => new PriceRow(new PriceKey("model", tier, longer.Above), longer.Rates)).Prepend(new PriceRow(new PriceKey("model", tier), rates.Rates));
}
