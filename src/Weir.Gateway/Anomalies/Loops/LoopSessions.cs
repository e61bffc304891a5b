using System.Collections.Concurrent;
using Weir.Gateway.Anomalies.Holds;

namespace Weir.Gateway.Anomalies.Loops;

/// <summary>The sessions whose last calls are remembered, a bounded number. Any thread.</summary>
internal sealed class LoopSessions
{
    /// <summary>Sessions that are remembered; where there are more, those that called longest ago are forgotten.</summary>
    public const int Most = 10_000;

    private readonly Lock _forgetting = new();
    private readonly ConcurrentDictionary<SessionName, LoopState> _known = new();

    /// <summary>How many there are.</summary>
    public int Count => _known.Count;

    /// <summary>The calls of a session; begun where there are none.</summary>
    public LoopState Of(SessionName session, DateTimeOffset now)
    {
        if (_known.TryGetValue(session, out var known)) return known;
        var state = _known.GetOrAdd(session, static (_, at) => new LoopState(at), now);
        // Counting takes all locks of the table: only where it has grown.
        if (_known.Count > Most) Forget(now);
        return state;
    }

    private void Forget(DateTimeOffset now)
    {
        // One at a time: what one forgets is enough for all.
        if (!_forgetting.TryEnter()) return;
        try
        {
            foreach (var (session, state) in _known)
                if (now - state.Last >= LoopState.Window) _known.TryRemove(session, out _);
            // All are at work: better to begin anew with half of them than to grow.
            if (_known.Count <= Most) return;
            // The table's own copy: LINQ's asks for the number first, and others add and remove meanwhile.
            foreach (var (session, _) in _known.ToArray().OrderBy(known => known.Value.Last).Take(Most / 2)) _known.TryRemove(session, out _);
        }
        finally
        {
            _forgetting.Exit();
        }
    }
}
