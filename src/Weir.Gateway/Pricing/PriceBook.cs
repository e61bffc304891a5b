namespace Weir.Gateway.Pricing;

/// <summary>
/// Known prices. A model that is not in it has no price: its cost is unknown, which is not the same as free.
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

    private readonly Dictionary<string, PriceBookEntry> _entries;
    private readonly Dictionary<string, string> _aliases;

    private PriceBook(Dictionary<string, PriceBookEntry> entries, Dictionary<string, string> aliases) => (_entries, _aliases) = (entries, aliases);

    /// <summary>The book that ships with Weir.</summary>
    public static PriceBook Default => Embedded.Value;

    /// <summary>All names, those that only stand for others too.</summary>
    public IEnumerable<string> Names => _entries.Keys.Concat(_aliases.Keys);

    /// <summary>What it knows, by name.</summary>
    public IEnumerable<PriceBookEntry> Entries => _entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>The names that stand for others, and for which.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _aliases;

    /// <summary>
    /// The price of <c>PROVIDER/MODEL</c>, or null when the book does not know it. Names match exactly, or by a line that says so
    /// (<c>same_as</c>): an alias that nobody has written down may cost something else tomorrow.
    /// </summary>
    public PriceModel? Find(string name) => Entry(name) is { } entry ? entry.Price with { Region = RegionOf(name) } : null;

    /// <summary>The whole entry, or null.</summary>
    public PriceBookEntry? Entry(string name)
    {
        if (_entries.TryGetValue(name, out var own)) return own;
        return _aliases.TryGetValue(name, out var same) && PriceKey.TryParse(same, out var key) ? _entries.GetValueOrDefault(key.Name) : null;
    }

    /// <summary>
    /// Reads a book: one entry per line below <c>prices:</c>, as the head of the shipped file describes. Not a YAML parser,
    /// because this runs at every start; a test reads the shipped file with one and compares.
    /// </summary>
    /// <exception cref="FormatException">A line is none of a price book's, or an entry is incomplete.</exception>
    public static PriceBook Parse(string text)
    {
        var rows = new List<PriceRow>();
        // Strings on purpose: the span-based splitters are compiled anew at every start, which costs more than they save.
        foreach (var line in text.Split('\n'))
            if (line.StartsWith("  ", StringComparison.Ordinal) && line.AsSpan().Trim() is not [] and not ['#', ..]) rows.Add(PriceRow.Parse(line));
        foreach (var row in rows)
            if (row is { SameAs: null, Factor: null, Key: { Above: 0, Tier: Dialects.Usage.ServiceTier.Standard } } and not { AsOf: not null, Source.Length: > 0 })
                throw new FormatException($"The price book's entry {row.Key} lacks its source or its date.");
        return Empty.With(rows, PriceOrigin.Book);
    }

    /// <summary>A book that knows nothing.</summary>
    public static PriceBook Empty { get; } = new([], []);

    /// <summary>This book with lines of another one over it: an entry of theirs takes the place of the whole entry here.</summary>
    /// <exception cref="FormatException">The lines do not go together.</exception>
    public PriceBook With(IReadOnlyList<PriceRow> rows, PriceOrigin origin)
    {
        if (rows.Count == 0) return this;
        var entries = new Dictionary<string, PriceBookEntry>(_entries, StringComparer.Ordinal);
        var aliases = new Dictionary<string, string>(_aliases, StringComparer.Ordinal);
        foreach (var group in rows.GroupBy(row => row.Key.Name, StringComparer.Ordinal))
        {
            entries.Remove(group.Key);
            aliases.Remove(group.Key);
            if (group.First() is { SameAs: { } same }) aliases.Add(group.Key, same);
            else entries.Add(group.Key, PriceAssembly.Entry([.. group], origin));
        }
        return new PriceBook(entries, aliases);
    }

    private string? RegionOf(string name) => _aliases.TryGetValue(name, out var same) && PriceKey.TryParse(same, out var key) ? key.Region : null;
}
