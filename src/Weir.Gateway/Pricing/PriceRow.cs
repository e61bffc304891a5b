using System.Globalization;
using System.Text;

namespace Weir.Gateway.Pricing;

/// <summary>One line of a price book.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Rates">The prices that it states.</param>
internal sealed record PriceRow(PriceKey Key, PriceRates Rates)
{
    /// <summary>What a region makes of the price of tokens; null on every other line.</summary>
    public decimal? Factor { get; init; }

    /// <summary>The entry whose prices hold for this name too, in its own words or with <c>in REGION</c>; null where the line states prices.</summary>
    public string? SameAs { get; init; }

    /// <summary>Who states it, or null.</summary>
    public string? Source { get; init; }

    /// <summary>When it was stated, or null.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The last day of a price announced as temporary, or null.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Reads <c>KEY: { key: value, … }</c>.</summary>
    /// <exception cref="FormatException">It is no line of a price book; the message says why.</exception>
    public static PriceRow Parse(string line)
    {
        var brace = line.IndexOf(": {", StringComparison.Ordinal);
        if (brace < 0 || !PriceKey.TryParse(line[..brace].Trim().Trim('"'), out var key)) throw new FormatException($"Not an entry of a price book: {line}");
        var rates = new List<KeyValuePair<PriceKind, decimal>>();
        var row = new PriceRow(key, new PriceRates(rates));
        foreach (var field in line[(brace + 3)..].TrimEnd('}', ' ', '\r').Split(','))
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (field[..Math.Max(0, colon)].Trim(), field[(colon + 1)..].Trim());
            if (PriceKinds.TryParse(name, out var kind)) rates.Add(new(kind, Number(value)));
            else row = row.With(name, value);
        }
        return row with { Rates = new PriceRates(rates) };
    }

    /// <summary>The line as a book has it, without indentation.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(Quoted(Key.ToString())).Append(": { ");
        var fields = Rates.Stated.Select(rate => $"{PriceKinds.NameOf(rate.Key)}: {Show(rate.Value)}").ToList();
        if (Factor is { } factor) fields.Add($"factor: {Show(factor)}");
        if (SameAs is { } same) fields.Add($"same_as: {Quoted(same)}");
        if (AsOf is { } asOf) fields.Add($"as_of: {PriceKey.Show(asOf)}");
        if (Source is { } source) fields.Add($"source: {source}");
        if (Until is { } until) fields.Add($"until: {PriceKey.Show(until)}");
        return line.AppendJoin(", ", fields).Append(" }").ToString();
    }

    private PriceRow With(string name, string value) => name switch
    {
        "factor" => this with { Factor = Number(value) },
        "same_as" => this with { SameAs = value.Trim('"') },
        "source" => this with { Source = value },
        "as_of" when PriceKey.TryDate(value, out var day) => this with { AsOf = day },
        "until" when PriceKey.TryDate(value, out var day) => this with { Until = day },
        _ => throw new FormatException($"The price book's entry {Key} has an unknown field, or one that is no date."),
    };

    private static string Quoted(string name) => name.Contains(": ", StringComparison.Ordinal) || name.EndsWith(':') ? $"\"{name}\"" : name;

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static string Show(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
