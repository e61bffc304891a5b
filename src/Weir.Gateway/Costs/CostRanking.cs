namespace Weir.Gateway.Costs;

/// <summary>The lines of a report in their order.</summary>
internal sealed class CostRanking
{
    private readonly KeyValuePair<string, CostGroup>[] _groups;
    private readonly int _dimensions;

    /// <param name="groups">By their values, as <see cref="CostGroups"/> writes them.</param>
    /// <param name="dimensions">How many values each has.</param>
    /// <param name="sort">What comes first; lines that have as much as each other come by their values.</param>
    public CostRanking(IReadOnlyDictionary<string, CostGroup> groups, int dimensions, CostSort sort)
    {
        (_groups, _dimensions) = ([.. groups], dimensions);
        Array.Sort(_groups, (one, other) => one.Value.CompareTo(other.Value, sort) is var order && order != 0 ? order : CompareValues(one.Key, other.Key));
    }

    public int Count => _groups.Length;

    /// <summary>The line at a place; 0 is the first one.</summary>
    public CostRow this[int place] => new(Values(_groups[place].Key), _groups[place].Value.Totals);

    /// <summary>So many of them, or all.</summary>
    public IReadOnlyList<CostRow> First(int count) => [.. Enumerable.Range(0, Math.Min(count, Count)).Select(place => this[place])];

    private int CompareValues(string one, string other)
    {
        var first = one.AsSpan();
        var second = other.AsSpan();
        for (var at = 0; at < _dimensions; at++)
            if (CostGroups.NextValue(ref first).SequenceCompareTo(CostGroups.NextValue(ref second)) is var order && order != 0) return order;
        return 0;
    }

    private string[] Values(string key)
    {
        var rest = key.AsSpan();
        var values = new string[_dimensions];
        for (var at = 0; at < values.Length; at++) values[at] = CostGroups.NextValue(ref rest).ToString();
        return values;
    }
}
