using System.Collections.Concurrent;

namespace Weir.Gateway.Anomalies.Holds;

/// <summary>Sessions that are held back, in memory: a restart lets them go on, and a loop that does is found again.</summary>
internal sealed class SessionHolds(TimeProvider time)
{
    /// <summary>Most at a time; where there are more, nothing is done about the next ones.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<SessionName, HoldState> _holds = new();

    public bool IsEmpty => _holds.IsEmpty;

    /// <summary>Holds a session back.</summary>
    public void Add(SessionName session, Hold hold)
    {
        if (_holds.Count >= Most) Forget();
        if (_holds.Count < Most) _holds[session] = new HoldState(hold);
    }

    /// <summary>What holds a session back, or null.</summary>
    public HoldState? Find(SessionName session)
    {
        if (!_holds.TryGetValue(session, out var state)) return null;
        if (time.GetUtcNow() < state.Hold.Until) return state;
        _holds.TryRemove(new(session, state));
        return null;
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var held in _holds)
            if (held.Value.Hold.Until <= now) _holds.TryRemove(held);
    }
}
