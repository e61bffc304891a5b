using System.Globalization;

namespace Weir.Gateway.Pricing;

/// <summary>
/// Known list prices. A model that is not in it has no price: its cost is unknown, which is not the same as free.
/// </summary>
internal sealed class PriceBook
{
    private const string Resource = "Weir.Gateway.Pricing.prices.yaml";

    private static readonly Lazy<PriceBook> Embedded = new(static () =>
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the build.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    });

    private readonly Dictionary<string, PriceBookEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>The book that ships with Weir.</summary>
    public static PriceBook Default => Embedded.Value;

    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The price of <c>PROVIDER/MODEL</c>, or null when the book does not know it. Names match exactly: an alias may cost something else.</summary>
    public PriceModel? Find(string name) => Entry(name)?.Price;

    /// <summary>The whole entry, or null.</summary>
    public PriceBookEntry? Entry(string name) => _entries.GetValueOrDefault(name);

    /// <summary>
    /// Reads a book: one entry per line below <c>prices:</c>, as the head of the shipped file describes. Not a YAML parser,
    /// because this runs at every start; a test reads the shipped file with one and compares.
    /// </summary>
    public static PriceBook Parse(string text)
    {
        var book = new PriceBook();

        // Strings on purpose: the span-based splitters are compiled anew at every start, which costs more than they save.
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("  ", StringComparison.Ordinal)) continue;
            var brace = line.IndexOf(": {", StringComparison.Ordinal);
            if (brace < 0) throw new FormatException($"Not an entry of a price book: {line}");
            var name = line[..brace].Trim();
            book._entries.Add(name, ParseEntry(name, line[(brace + 3)..].TrimEnd('}', ' ', '\r')));
        }

        return book;
    }

    private static PriceBookEntry ParseEntry(string name, string fields)
    {
        var (input, output, cached, source) = (default(decimal?), default(decimal?), default(decimal?), "");
        var (asOf, until) = (default(DateOnly?), default(DateOnly?));
        foreach (var field in fields.Split(','))
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            var value = field[(colon + 1)..].Trim();
            switch (field[..colon].Trim())
            {
                case "input": input = Number(value); break;
                case "output": output = Number(value); break;
                case "cached_input": cached = Number(value); break;
                case "as_of": asOf = Date(value); break;
                case "until": until = Date(value); break;
                case "source": source = value; break;
                default: throw new FormatException($"The price book's entry {name} has an unknown field.");
            }
        }

        if (input is null || output is null || asOf is null || source.Length == 0)
            throw new FormatException($"The price book's entry {name} is incomplete.");
        var version = $"book:{asOf.Value:yyyy-MM-dd}:{name}";
        return new PriceBookEntry(name, new PriceModel(version, input.Value, output.Value, cached), source, asOf.Value, until);
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
