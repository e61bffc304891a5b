using System.Globalization;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>The statement that a query becomes, over whichever source has what it asks for.</summary>
internal sealed class CostSql
{
    private const long MicrosPerHour = 3_600_000_000;
    private const long MicrosPerDay = 24 * MicrosPerHour;

    /// <summary>How far a time is to be put off so that <see cref="CallId.Before"/>, whose margin is a second, sorts after all earlier calls.</summary>
    private const long TwoSeconds = 2_000_000;

    private readonly CostQuery _query;
    private readonly CostSource _source;
    private readonly DateTimeOffset _now;
    private readonly ZoneClock _zone;
    private readonly List<object> _parameters = [];

    /// <param name="query">What is asked for.</param>
    /// <param name="source">Where it is read.</param>
    /// <param name="now">The time.</param>
    public CostSql(CostQuery query, CostSource source, DateTimeOffset now)
    {
        (_query, _source, _now) = (query, source, now);
        _zone = new ZoneClock(query.Zone, query.Since, query.Until ?? now);
        Start = Floor(Micros(query.Since));
        End = query.Until is { } until ? Floor(Micros(until)) : long.MaxValue;
    }

    /// <summary>The first time that is counted: sums are of whole hours and days.</summary>
    public DateTimeOffset Since => Time(Start);

    /// <summary>The first time that is counted, microseconds since the Unix epoch.</summary>
    private long Start { get; }

    /// <summary>The first time that is not counted any more.</summary>
    private long End { get; }

    private long Grain => _source.Kind switch { CostSourceKind.Rows => 1, CostSourceKind.ValueDays => MicrosPerDay, _ => MicrosPerHour };

    /// <summary>The query in parts that follow each other in time.</summary>
    /// <param name="most">How many at most; fewer where there are fewer hours or days.</param>
    public IReadOnlyList<CostQuery> Stretches(int most)
    {
        var length = Math.Max(0, Math.Min(End, Micros(_now)) - Start);
        var bounds = Enumerable.Range(1, most - 1).Select(at => Floor(Start + (length / most * at))).Where(time => time > Start).Distinct().Select(Time).ToArray();
        return
        [
            .. bounds.Prepend(_query.Since).Zip(bounds.Select(bound => (DateTimeOffset?)bound).Append(_query.Until))
                .Select(stretch => _query with { Since = stretch.First, Until = stretch.Second }),
        ];
    }

    /// <summary>Each row that counts: the dimensions, then <see cref="CostGroup.ColumnsOf"/>.</summary>
    public string Rows() => $"SELECT {string.Concat(_query.By.Select(dimension => Value(dimension) + ", "))}{CostGroup.ColumnsOf(_source)} FROM {From} WHERE {Condition()}";

    /// <summary>One row for each group: the dimensions, then <see cref="CostTotalsRow.Columns"/>, then how many groups there are.</summary>
    public string Groups()
    {
        var dimensions = _query.By.Select(Value).ToArray();
        var numbers = string.Join(", ", Enumerable.Range(1, dimensions.Length));
        var columns = string.Concat(dimensions.Select(dimension => dimension + ", ")) + CostTotalsRow.Columns(_source.HasDetails);
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
    public void Bind(Statement statement)
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
    public string When => _source.Kind switch { CostSourceKind.Hours => "hour", CostSourceKind.Rows => "started_at", _ => "start" };

    /// <summary>A call's tags, which have commas between, as a table.</summary>
    private static string Pieces => "json_each('[' || replace(json_quote(tags), ',', '\",\"') || ']')";

    private string Order(string numbers) => _query.Sort switch
    {
        CostSort.Cost => $"CAST(coalesce(decimal_sum(cost), '0') AS DOUBLE PRECISION) DESC, {numbers}",
        CostSort.Calls => $"sum(calls) DESC, {numbers}",
        CostSort.Tokens => $"sum(input_tokens) + sum(output_tokens) DESC, {numbers}",
        CostSort.Saved => $"CAST(coalesce(decimal_sum(saved), '0') AS DOUBLE PRECISION) DESC, {numbers}",
        _ => numbers,
    };

    private string Value(CostDimension dimension) => dimension switch
    {
        CostDimension.Hour => $"strftime('%Y-%m-%dT%H:00', {Seconds}, 'unixepoch') || {_zone.Suffix(When)}",
        CostDimension.Day => $"date({Seconds}, 'unixepoch')",
        // The Sunday that comes, or is today, less six days: the Monday.
        CostDimension.Week => $"date({Seconds}, 'unixepoch', 'weekday 0', '-6 days')",
        CostDimension.Month => $"strftime('%Y-%m', {Seconds}, 'unixepoch')",
        _ => Column(dimension),
    };

    private string Seconds => $"{_zone.Local(When)} / 1000000";

    private string Column(CostDimension dimension) =>
        dimension == _source.Value ? "value" : dimension == CostDimension.Tag ? "trim(piece.value)" : CostDimensions.ColumnOf(dimension);

    private IEnumerable<string> Range()
    {
        if (_source.Value is not null)
        {
            yield return $"grain = '{ValueGrain}'";
            yield return $"start IN ({Starts()})";
            yield break;
        }
        if (_source.Kind == CostSourceKind.Rows)
        {
            // Identifiers begin with the time: the table is read from there to there.
            yield return $"call_id >= {Parameter(CallId.Before(Start))}";
            if (End < long.MaxValue) yield return $"call_id < {Parameter(CallId.Before(End + TwoSeconds))}";
        }
        yield return $"{When} >= {Parameter(Start)}";
        yield return $"{When} < {Parameter(End)}";
    }

    /// <summary>The hours or days that there are sums of, found by one look into the index for each: so what is about other dimensions is not read.</summary>
    private string Starts() => $"""
        WITH RECURSIVE times (start) AS (
            SELECT min(start) FROM cost_values WHERE grain = '{ValueGrain}' AND start >= {Parameter(Start)}
            UNION ALL SELECT (SELECT min(later.start) FROM cost_values later WHERE later.grain = '{ValueGrain}' AND later.start > times.start) FROM times WHERE start < {Parameter(End)}
        ) SELECT start FROM times WHERE start < {Parameter(End)}
        """;

    private string ValueGrain => _source.Kind == CostSourceKind.ValueDays ? ValueKey.Days : ValueKey.Hours;

    private string Parameter(object value)
    {
        _parameters.Add(value);
        return $"${_parameters.Count}";
    }

    private long Floor(long micros) => micros - (micros % Grain);

    private static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static long Micros(DateTimeOffset time) => Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}
