using Weir.Gateway.Calls;

namespace Weir.Gateway.Storage.Moving;

/// <summary>A table that is moved from one database to another, and the parts in which that is done.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">Its columns in their order, each with whether it is text; others are whole numbers.</param>
/// <param name="Keys">What its rows are ordered by: the primary key, or all columns where there is none.</param>
internal sealed record MovedTable(string Name, IReadOnlyList<(string Name, bool IsText)> Columns, IReadOnlyList<string> Keys)
{
    private const long MillisPerDay = 86_400_000;

    /// <summary>The columns with commas between.</summary>
    public string List => string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>Its rows by day, where there may be very many of them; in one part otherwise.</summary>
    private (string Column, bool IsIdentifier)? Day => Name switch
    {
        "calls" => ("id", true),
        "attempts" => ("call_id", true),
        "cost_hours" => ("hour", false),
        "cost_values" => ("start", false),
        "responses" => ("created_at", false),
        "audit_log" => ("at", false),
        _ => null,
    };

    /// <summary>The tables of a database of this Weir's schema, as PostgreSQL's catalogue lists them.</summary>
    public static IReadOnlyList<MovedTable> All(Session postgres)
    {
        using var names = postgres.Prepare("SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1");
        var tables = new List<string>();
        while (names.Read()) tables.Add(names.NextString());
        return [.. tables.Where(table => table is not "schema_versions" and not MoveMarker.Table).Select(table => Read(postgres, table))];
    }

    /// <summary>The parts in which there may be rows, in either database.</summary>
    public IReadOnlyList<MovedPart> Parts(Session source, Session target)
    {
        if (Day is not { } day) return [new MovedPart(this, "all", "true")];
        var bounds = new[] { source, target }.SelectMany(session => Bounds(session, day.Column, day.IsIdentifier)).ToArray();
        var parts = new List<MovedPart>();
        if (day.IsIdentifier) parts.Add(new MovedPart(this, "others", $"{day.Column} >= '8'"));
        if (bounds.Length == 0) return parts;
        for (var at = bounds.Min(); at <= bounds.Max(); at++)
        {
            var (from, to) = day.IsIdentifier
                ? ($"'{CallId.Start(at * MillisPerDay)}'", $"'{CallId.Start((at + 1) * MillisPerDay)}'")
                : ($"{at * MillisPerDay * 1000}", $"{(at + 1) * MillisPerDay * 1000}");
            parts.Add(new MovedPart(this, DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(at)).ToString("O"), $"{day.Column} >= {from} AND {day.Column} < {to}"));
        }
        return parts;
    }

    /// <summary>The first and the last day of which a database has rows.</summary>
    private IEnumerable<long> Bounds(Session session, string column, bool isIdentifier)
    {
        using var bounds = session.Prepare($"SELECT min({column}), max({column}) FROM {Name}{(isIdentifier ? $" WHERE {column} < '8'" : "")}");
        if (!bounds.Read() || bounds.NextText() is not { } first) yield break;
        var last = bounds.NextString();
        bounds.Reset();
        foreach (var end in (string[])[first, last])
        {
            var millis = isIdentifier ? CallId.TimeOf(end) : long.Parse(end, System.Globalization.CultureInfo.InvariantCulture) / 1000;
            yield return (millis ?? throw new InvalidDataException($"{Name} has a row '{end}' whose identifier does not begin with a time")) / MillisPerDay;
        }
    }

    private static MovedTable Read(Session postgres, string table)
    {
        using var columns = postgres.Prepare("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position");
        columns.Add(table);
        var found = new List<(string Name, bool IsText)>();
        while (columns.Read()) found.Add((columns.NextString(), columns.NextString() == "text"));
        using var keys = postgres.Prepare(
            """
            SELECT attname FROM pg_index JOIN unnest(indkey::smallint[]) WITH ORDINALITY AS part (number, place) ON true
            JOIN pg_attribute ON attrelid = indrelid AND attnum = part.number WHERE indrelid = to_regclass($1) AND indisprimary ORDER BY place
            """);
        keys.Add(table);
        var ordered = new List<string>();
        while (keys.Read()) ordered.Add(keys.NextString());
        return new MovedTable(table, found, ordered.Count > 0 ? ordered : [.. found.Select(column => column.Name)]);
    }
}
