using System.Globalization;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing;

/// <summary>
/// What a line of a price book is about: <c>NAME [TIER] [above N] [from DATE]</c> states prices, <c>NAME in REGION</c> a region's factor.
/// N is a number of tokens, as <c>272000</c> or <c>272k</c>.
/// </summary>
/// <param name="Name">Provider and model: <c>openai/gpt-5-mini</c>.</param>
/// <param name="Tier">The service tier.</param>
/// <param name="Above">The most input that the prices do not hold for; 0 for those of any input.</param>
/// <param name="From">The first day of the price, or null.</param>
/// <param name="Region">The region, or null.</param>
internal readonly record struct PriceKey(string Name, ServiceTier Tier = ServiceTier.Standard, long Above = 0, DateOnly? From = null, string? Region = null)
{
    private const string DateForm = "yyyy-MM-dd";

    /// <summary>Reads a key as a book has it.</summary>
    public static bool TryParse(string text, out PriceKey key)
    {
        var words = text.Split(' ');
        key = new PriceKey(words[0]);
        if (words[0].Length == 0) return false;
        for (var at = 1; at < words.Length; at++)
        {
            var value = at + 1 < words.Length ? words[at + 1] : "";
            switch (words[at])
            {
                case "above" when TryTokens(value, out var above):
                    (key, at) = (key with { Above = above }, at + 1);
                    break;
                case "from" when TryDate(value, out var from):
                    (key, at) = (key with { From = from }, at + 1);
                    break;
                case "in" when value.Length > 0:
                    (key, at) = (key with { Region = value }, at + 1);
                    break;
                case "batch" or "flex" or "priority" or "fast" when ServiceTiers.TryParse(words[at], out var tier):
                    key = key with { Tier = tier };
                    break;
                default:
                    return false;
            }
        }
        return key.Region is null || (key.Above == 0 && key.Tier == ServiceTier.Standard && key.From is null);
    }

    /// <summary>Reads a day.</summary>
    public static bool TryDate(string text, out DateOnly day) => DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>Writes a day.</summary>
    public static string Show(DateOnly day) => day.ToString(DateForm, CultureInfo.InvariantCulture);

    /// <summary>The key as a book has it.</summary>
    public override string ToString()
    {
        var tier = Tier is ServiceTier.Standard or ServiceTier.Unstated ? "" : " " + ServiceTiers.NameOf(Tier);
        var above = Above switch { 0 => "", _ when Above % 1000 == 0 => $" above {Above / 1000}k", _ => $" above {Above}" };
        return $"{Name}{tier}{above}{(From is { } from ? $" from {Show(from)}" : "")}{(Region is null ? "" : $" in {Region}")}";
    }

    private static bool TryTokens(string text, out long tokens)
    {
        var isThousands = text.EndsWith('k');
        var good = long.TryParse(isThousands ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out tokens) && tokens is > 0 and <= 1_000_000_000;
        if (isThousands) tokens *= 1000;
        return good;
    }
}
