using Weir.Gateway.Pricing;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Lines of the operator's own price book: each is about something, and says something about it.</summary>
internal static class PriceRowRules
{
    private const string KeyForm = "Write PROVIDER/MODEL, with \"flex\", \"above 272k\" or \"from 2027-01-01\" after it where it holds for that alone, or with \"in us\" for a factor.";

    /// <summary>Reports what is wrong with them.</summary>
    public static void Check(OrderedDictionary<string, PriceRowConfig> rows, ConfigErrors errors)
    {
        foreach (var row in rows.Values) Check(row, errors);
    }

    private static void Check(PriceRowConfig row, ConfigErrors errors)
    {
        var isKey = PriceKey.TryParse(row.Name, out var key);
        if (!isKey || !NamesValidator.IsName(key.Name))
            errors.Add(row, "", $"\"{Shown.Short(row.Name)}\" is nothing that can have a price.", KeyForm, Shown.Short(row.Name));
        PriceValidator.CheckRates(row, errors);
        CheckDay(row, "as_of", row.AsOf, errors);
        CheckDay(row, "until", row.Until, errors);
        var hasRates = row.Stated.Any();
        if (row.SameAs is { } same && (hasRates || row.Factor is not null || !PriceKey.TryParse(same, out var target) || target.Name == key.Name))
            errors.Add(row, "same_as", "this is no other entry whose prices could hold here, or prices are given beside it.", "Write same_as: PROVIDER/MODEL alone, or remove it.");
        else if (isKey && key.Region is not null && (hasRates || row.Factor is not (> 0 and <= 100)))
            errors.Add(row, "factor", "a region has a factor and nothing else.", "Write factor: 1.1, or a number up to 100.");
        else if (isKey && key.Region is null && row.Factor is not null)
            errors.Add(row, "factor", "a factor is a region's.", $"Write the entry as \"{key.Name} in us\".");
        else if (row.SameAs is null && row.Factor is null && !hasRates)
            errors.Add(row, "", "the entry states no price.", "Write input: and output:, or same_as:.");
        // A book keeps each entry in a line of its own.
        if (row.Source is { } source && source.AsSpan().IndexOfAny(",{}\n#") >= 0)
            errors.Add(row, "source", "the source holds a character that has a meaning in price books.", "Leave out commas, braces and #.");
    }

    private static void CheckDay(PriceRowConfig row, string key, string? text, ConfigErrors errors)
    {
        if (text is not null && !PriceKey.TryDate(text, out _)) errors.Add(row, key, $"\"{Shown.Short(text)}\" is no date.", "Write it as 2026-12-31.", Shown.Short(text));
    }
}
