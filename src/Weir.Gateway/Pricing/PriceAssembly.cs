using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing;

/// <summary>Puts the lines about one model together to its price.</summary>
internal static class PriceAssembly
{
    /// <summary>The entry that lines make.</summary>
    /// <exception cref="FormatException">They do not go together; the message says why.</exception>
    public static PriceBookEntry Entry(IReadOnlyList<PriceRow> rows, PriceOrigin origin)
    {
        var name = rows[0].Key.Name;
        if (rows.Any(row => row.SameAs is not null)) throw new FormatException($"{name} is said to be the same as another entry, and has prices of its own.");
        if (rows.GroupBy(row => row.Key).FirstOrDefault(same => same.Count() > 1) is { } twice) throw new FormatException($"{twice.Key} stands in the book twice.");
        var priced = rows.Where(row => row.Key.Region is null).GroupBy(row => row.Key.From).OrderBy(version => version.Key ?? DateOnly.MinValue).ToArray();
        if (priced.Length == 0) throw new FormatException($"{name} has no price, but a factor of one.");
        var regions = rows.Where(row => row.Key.Region is not null).ToFrozenDictionary(row => row.Key.Region!, FactorOf, StringComparer.Ordinal);
        PriceModel? next = null;
        foreach (var version in priced.Reverse()) next = Price([.. version], origin) with { Regions = regions, Next = next };
        return new PriceBookEntry(name, next!, origin, rows);
    }

    /// <summary>The price that lines of one validity make.</summary>
    private static PriceModel Price(IReadOnlyList<PriceRow> rows, PriceOrigin origin)
    {
        var tiers = rows.GroupBy(row => row.Key.Tier).ToDictionary(tier => tier.Key, Tier);
        if (!tiers.Remove(ServiceTier.Standard, out var standard)) throw new FormatException($"{rows[0].Key} is a tier of a model that has no standard price.");
        return new PriceModel(Version(rows, origin), standard) { Tiers = tiers.ToFrozenDictionary(), From = rows[0].Key.From };
    }

    private static TierRates Tier(IEnumerable<PriceRow> rows)
    {
        var byLength = rows.OrderBy(row => row.Key.Above).ToArray();
        if (byLength[0].Key.Above != 0) throw new FormatException($"{byLength[0].Key} is about long contexts of a model whose price for others is not stated.");
        foreach (var row in byLength)
            if (!row.Rates.Stated.Any()) throw new FormatException($"{row.Key} states no price.");
        return new TierRates(byLength[0].Rates, [.. byLength[1..].Select(row => new ContextRates(row.Key.Above, row.Rates))]);
    }

    private static decimal FactorOf(PriceRow row) =>
        row.Factor is { } factor && !row.Rates.Stated.Any() ? factor : throw new FormatException($"{row.Key} needs a factor, and nothing else.");

    /// <summary>An operator may change a price without a new date; the version tells the two apart by what they say.</summary>
    private static string Version(IReadOnlyList<PriceRow> rows, PriceOrigin origin)
    {
        var name = rows[0].Key.From is { } from ? $"{rows[0].Key.Name} from {PriceKey.Show(from)}" : rows[0].Key.Name;
        if (origin == PriceOrigin.Book) return $"book:{PriceKey.Show(rows.Max(row => row.AsOf) ?? default)}:{name}";
        var content = string.Join('\n', rows.Select(row => row.ToString()).Order(StringComparer.Ordinal));
        return $"own:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 4))}:{name}";
    }
}
