using System.Globalization;
using Weir.Gateway.Calls;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>The statement that a query becomes, over whichever source has what it asks for.</summary>
internal sealed class CostSql
{
    private const long MicrosPerHour = 3_600_000_000;
    private const long MicrosPerDay = 24 * MicrosPerHour;

    private readonly CostQuery _query;
    private readonly CostSource _source;
    private readonly ZoneClock _zone;
    private readonly List<object> _parameters = [];

    /// <param name="query">What is asked for.</param>
    /// <param name="source">Where it is read.</param>
    /// <param name="now">The time.</param>
    public CostSql(CostQuery query, CostSource source, DateTimeOffset now)
    {
        (_query, _source) = (query, source);
        _zone = new ZoneClock(query.Zone, query.Since, query.Until ?? now);
        var grain = source.Kind switch { CostSourceKind.Rows => 1, CostSourceKind.ValueDays => MicrosPerDay, _ => MicrosPerHour };
        Start = Floor(Micros(query.Since), grain);
        End = query.Until is { } until ? Floor(Micros(until), grain) : long.MaxValue;
    }

    /// <summary>The first time that is counted, microseconds since the Unix epoch.</summary>
    public long Start { get; }

    /// <summary>The first time that is not counted any more.</summary>
    public long End { get; }

    /// <summary>One row for each group: the dimensions, then <see cref="CostTotalsRow.Columns"/>, then how many groups there are.</summary>
    public string Groups()
    {
        var dimensions = _query.By.Select(Value).ToArray();
        var numbers = string.Join(", ", Enumerable.Range(1, dimensions.Length));
        var columns = string.Concat(dimensions.Select(dimension => dimension + ", ")) + CostTotalsRow.Columns(HasDetails);
        var where = Condition();
        var group = dimensions.Length == 0 ? "" : $" GROUP BY {numbers} ORDER BY {Order(numbers)} LIMIT {_query.Top.ToString(CultureInfo.InvariantCulture)}";
        return $"SELECT {columns}, count(*) OVER () FROM {From} WHERE {where}{group}";
    }

    /// <summary>What a row must fulfil to be counted; to be asked for once.</summary>
    public string Condition()
    {
        List<string> conditions = [.. Range()];
        if (_source.Value is { } value) conditions.Add($"dimension = {Parameter(CostDimensions.NameOf(value))}");
        if (From.Contains("piece", StringComparison.Ordinal))
            // The first sixteen count, each once.
            conditions.Add($"piece.key < 16 AND trim(piece.value) <> '' AND trim(piece.value) NOT IN (SELECT trim(earlier.value) FROM {Pieces} earlier WHERE earlier.key < piece.key)");
        foreach (var condition in _query.Where) conditions.Add($"{Column(condition.Dimension)} IN ({string.Join(", ", condition.Values.Select(Parameter))})");
        return string.Join(" AND ", conditions);
    }

    /// <summary>Gives a statement that was made of this its parameters.</summary>
    public void Bind(SqliteStatement statement)
    {
        foreach (var parameter in _parameters) _ = parameter is long number ? statement.Add(number) : statement.Add((string)parameter);
    }

    /// <summary>What is read from.</summary>
    public string From => _source.Kind switch
    {
        CostSourceKind.Hours => "cost_hours",
        CostSourceKind.Rows when _query.Dimensions.Contains(CostDimension.Tag) => $"cost_items, {Pieces} piece",
        CostSourceKind.Rows => "cost_items",
        _ => "cost_values",
    };

    /// <summary>The column that says when, microseconds since the Unix epoch.</summary>
    public string Time => _source.Kind switch { CostSourceKind.Hours => "hour", CostSourceKind.Rows => "started_at", _ => "start" };

    private bool HasDetails => _source.Value is null;

    /// <summary>A call's tags, which have commas between, as a table.</summary>
    private static string Pieces => "json_each('[' || replace(json_quote(tags), ',', '\",\"') || ']')";

    private string Order(string numbers) => _query.Sort switch
    {
        CostSort.Cost => $"CAST(total AS REAL) DESC, {numbers}",
        CostSort.Calls => $"sum(calls) DESC, {numbers}",
        CostSort.Tokens => $"sum(input_tokens) + sum(output_tokens) DESC, {numbers}",
        CostSort.Saved => $"CAST(decimal_sum(saved) AS REAL) DESC, {numbers}",
        _ => numbers,
    };

    private string Value(CostDimension dimension) => dimension switch
    {
        CostDimension.Hour => $"strftime('%Y-%m-%dT%H:00', {Seconds}, 'unixepoch') || {_zone.Suffix(Time)}",
        CostDimension.Day => $"date({Seconds}, 'unixepoch')",
        // The Sunday that comes, or is today, less six days: the Monday.
        CostDimension.Week => $"date({Seconds}, 'unixepoch', 'weekday 0', '-6 days')",
        CostDimension.Month => $"strftime('%Y-%m', {Seconds}, 'unixepoch')",
        _ => Column(dimension),
    };

    private string Seconds => $"{_zone.Local(Time)} / 1000000";

    private string Column(CostDimension dimension) =>
        dimension == _source.Value ? "value" : dimension == CostDimension.Tag ? "trim(piece.value)" : CostDimensions.ColumnOf(dimension);

    private IEnumerable<string> Range()
    {
        // The index begins with the grain.
        if (_source.Value is not null) yield return $"grain = '{(_source.Kind == CostSourceKind.ValueDays ? "day" : "hour")}'";
        // Identifiers begin with the time: the table is read from there on. A second's margin, since the two are not read at once.
        if (_source.Kind == CostSourceKind.Rows) yield return $"call_id >= {Parameter(CallId.New(Math.Max(0, (Start / 1000) - 1000))[..10])}";
        yield return $"{Time} >= {Parameter(Start)}";
        yield return $"{Time} < {Parameter(End)}";
    }

    private string Parameter(object value)
    {
        _parameters.Add(value);
        return $"${_parameters.Count}";
    }

    private static long Floor(long micros, long grain) => micros - (micros % grain);

    private static long Micros(DateTimeOffset time) => Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}
