namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>
/// Goes through the time of a report once, event by event, and adds up how long each line held places and waited, and who held them
/// meanwhile. Takes O(n log n) for n events, and as many steps as there are lines for each that is about waiting.
/// </summary>
internal sealed class QueueSweep
{
    private readonly List<(long Time, int Line, int Waiting, int Holding, double Places)> _events = [];
    private readonly long _from;
    private readonly long _to;
    private readonly long[] _waiting;
    private readonly double[] _places;
    private readonly double[] _heldShare;
    private readonly double[] _sharedAt;
    private readonly long[] _heldSince;
    private readonly long[] _waitsSince;
    private readonly double[,] _seen;
    private readonly double[] _seenNobody;
    private double _allPlaces;
    private long _holders;
    private double _perPlace;
    private double _nobody;
    private long _now;

    /// <param name="lines">How many there are.</param>
    /// <param name="from">Where it begins, microseconds since the Unix epoch.</param>
    /// <param name="to">Where it ends.</param>
    public QueueSweep(int lines, long from, long to)
    {
        (_from, _to, _now) = (from, to, from);
        (_waiting, _places, _heldShare, _sharedAt, _seenNobody) = (new long[lines], new double[lines], new double[lines], new double[lines], new double[lines]);
        (_heldSince, _waitsSince, _seen) = (new long[lines], new long[lines], new double[lines, lines]);
        (Held, Waited, HeldWhileWaiting, NobodyWhileWaiting) = (new double[lines], new double[lines], new double[lines, lines], new double[lines]);
        Array.Fill(_heldSince, from);
        Array.Fill(_waitsSince, from);
    }

    /// <summary>By line: places times microseconds.</summary>
    public double[] Held { get; }

    /// <summary>By line: calls times microseconds.</summary>
    public double[] Waited { get; }

    /// <summary>By line that waited and line that held: the former's waiting, shared out among those that held places.</summary>
    public double[,] HeldWhileWaiting { get; }

    /// <summary>By line: its waiting while nobody held a place.</summary>
    public double[] NobodyWhileWaiting { get; }

    /// <summary>Adds one to what is gone through.</summary>
    public void Add(in Stay stay, int line)
    {
        var (came, began, ended) = (Math.Clamp(stay.Came, _from, _to), Math.Clamp(stay.Began, _from, _to), Math.Clamp(stay.Ended, _from, _to));
        if (came < began)
        {
            _events.Add((came, line, 1, 0, 0));
            _events.Add((began, line, -1, 0, 0));
        }
        if (began >= ended) return;
        _events.Add((began, line, 0, 1, stay.Places));
        _events.Add((ended, line, 0, -1, -stay.Places));
    }

    /// <summary>Does it, once.</summary>
    public void Run()
    {
        _events.Sort(static (one, other) => one.Time.CompareTo(other.Time));
        foreach (var (time, line, waiting, holding, places) in _events)
        {
            GoTo(time);
            if (holding == 0) Wait(line, waiting);
            else Hold(line, holding, places);
        }
        GoTo(_to);
        for (var line = 0; line < Held.Length; line++) Wait(line, 0);
    }

    private void GoTo(long time)
    {
        if (_holders > 0) _perPlace += (time - _now) / _allPlaces;
        else _nobody += time - _now;
        _now = time;
    }

    private void Hold(int line, int holding, double places)
    {
        Share(line);
        _places[line] += places;
        _allPlaces += places;
        _holders += holding;
    }

    /// <summary>Brings up to date what a line has had of all places, added up over time, and how long it held them.</summary>
    private void Share(int line)
    {
        _heldShare[line] += _places[line] * (_perPlace - _sharedAt[line]);
        _sharedAt[line] = _perPlace;
        Held[line] += _places[line] * (_now - _heldSince[line]);
        _heldSince[line] = _now;
    }

    private void Wait(int line, int waiting)
    {
        var before = _waiting[line];
        for (var holder = 0; holder < Held.Length; holder++)
        {
            Share(holder);
            HeldWhileWaiting[line, holder] += before * (_heldShare[holder] - _seen[line, holder]);
            _seen[line, holder] = _heldShare[holder];
        }
        NobodyWhileWaiting[line] += before * (_nobody - _seenNobody[line]);
        _seenNobody[line] = _nobody;
        Waited[line] += (double)before * (_now - _waitsSince[line]);
        _waitsSince[line] = _now;
        _waiting[line] = before + waiting;
    }
}
