using System.Globalization;
using System.Text.Json;

namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>What a provider says was used, by day and model.</summary>
/// <param name="Format">The shape that it came in.</param>
/// <param name="Usages">One for each day and model.</param>
/// <param name="UnknownColumns">Columns that this Weir has never heard of: nothing of them was looked at.</param>
/// <param name="HasMore">Whether the export itself says that there is more.</param>
internal sealed record ProviderExport(ExportFormat Format, IReadOnlyList<ProviderUsage> Usages, IReadOnlyList<string> UnknownColumns, bool HasMore)
{
    /// <summary>Reads an export, whichever it is.</summary>
    /// <exception cref="FormatException">It is none that is known, or says what makes no sense.</exception>
    public static ProviderExport Read(string text)
    {
        var table = text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['{' or '[', ..] ? ReadPages(text) : DelimitedText.Read(text);
        var format = ExportFormats.All.FirstOrDefault(format => format.Fits(table))
            ?? throw new FormatException($"its columns are those of no export that is known: {string.Join(", ", table.Columns.Order(StringComparer.Ordinal).Take(12))}");
        var usages = new Dictionary<(DateOnly, string?), ProviderUsage>();
        for (var at = 0; at < table.Rows.Count; at++) Add(usages, format, table.Rows[at], at + 1);
        return new ProviderExport(format, [.. usages.Values], [.. table.Columns.Where(column => !format.Knows(column)).Order(StringComparer.Ordinal)], table.HasMore);
    }

    /// <summary>The first and the last day that it speaks of; null where it speaks of none.</summary>
    public (DateOnly First, DateOnly Last)? Days => Usages.Count == 0 ? null : (Usages.Min(usage => usage.Day), Usages.Max(usage => usage.Day));

    private static ExportTable ReadPages(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return UsagePages.Read(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new FormatException("it begins as JSON and is none", broken);
        }
    }

    private static void Add(Dictionary<(DateOnly, string?), ProviderUsage> usages, ExportFormat format, IReadOnlyDictionary<string, string> row, int number)
    {
        // The console writes a row for a day on which nothing was used, with nothing in it.
        if (!format.Counts.Keys.Any(row.ContainsKey)) return;
        if (format.Currency is { } currency && row.TryGetValue(currency, out var money) && !money.Equals("usd", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"row {number} is in {money}, and the ledger is in US dollars");
        var day = DayOf(row.GetValueOrDefault(format.Day), format.Day, number);
        // A line of a bill names the model and what of it is billed: "gpt-5-2025-08-07, input".
        var model = row.GetValueOrDefault(format.Model)?.Split(',')[0].Trim();
        if (!usages.TryGetValue((day, model), out var usage)) usages.Add((day, model), usage = new ProviderUsage(day, model));
        foreach (var (column, measures) in format.Counts)
        {
            if (!row.TryGetValue(column, out var written)) continue;
            var amount = AmountOf(written, column, number);
            foreach (var measure in measures) usage.Add(measure, measure == UsageMeasure.Cost ? amount / format.UnitsPerDollar : amount);
            if (measures[0] == UsageMeasure.Cost) usage.Rounding += HalfOfLastDigit(amount) / format.UnitsPerDollar;
        }
    }

    private static DateOnly DayOf(string? written, string column, int number)
    {
        if (long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800)
            return DateOnly.FromDateTime(DateTime.UnixEpoch.AddSeconds(seconds));
        if (DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return DateOnly.FromDateTime(time.UtcDateTime);
        throw new FormatException($"row {number} has no day in {column}, but '{Shorten(written)}'");
    }

    private static decimal AmountOf(string written, string column, int number) =>
        decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new FormatException($"row {number} has no number in {column}, but '{Shorten(written)}'");

    private static decimal HalfOfLastDigit(decimal amount) => new(5, 0, 0, false, (byte)Math.Min(28, amount.Scale + 1));

    private static string Shorten(string? written) => written is { Length: > 40 } ? written[..40] + "…" : written ?? "";
}
