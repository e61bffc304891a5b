namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>Which groups of a deployment have a line of their own: those that waited longest, and those that held most. The last line is the others'.</summary>
internal sealed class QueueLines
{
    private readonly int[] _lineOf;
    private readonly List<QueueGroup> _named = [];

    /// <param name="stays">All that was there.</param>
    /// <param name="query">Whose lines are wanted, and how many.</param>
    public QueueLines(Stays stays, QueueQuery query)
    {
        var (waited, held) = (new double[stays.Groups.Count], new double[stays.Groups.Count]);
        foreach (var stay in stays.All)
        {
            waited[stay.Group] += stay.Waited;
            held[stay.Group] += stay.Places * (stay.Ended - stay.Began);
        }
        _lineOf = new int[stays.Groups.Count];
        Array.Fill(_lineOf, -1);
        var shown = Enumerable.Range(0, _lineOf.Length).Where(group => query.Shows(stays.Groups[group]))
            .OrderByDescending(group => waited[group]).ThenByDescending(group => held[group]);
        var holders = Enumerable.Range(0, _lineOf.Length).OrderByDescending(group => held[group]);
        foreach (var group in shown.Take(query.Top).Concat(holders.Take(query.Top)))
        {
            if (_lineOf[group] >= 0) continue;
            _lineOf[group] = _named.Count;
            _named.Add(stays.Groups[group]);
        }
        for (var group = 0; group < _lineOf.Length; group++)
            if (_lineOf[group] < 0) _lineOf[group] = Others;
    }

    /// <summary>How many there are, the others' included.</summary>
    public int Count => _named.Count + 1;

    /// <summary>The line of all that have none of their own.</summary>
    public int Others => _named.Count;

    /// <summary>Whose a line is.</summary>
    public QueueGroup this[int line] => line == Others ? QueueGroup.Others : _named[line];

    /// <summary>The line that a group's calls count for.</summary>
    public int Of(int group) => _lineOf[group];
}
