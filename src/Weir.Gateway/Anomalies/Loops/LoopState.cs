using Weir.Statistics;

namespace Weir.Gateway.Anomalies.Loops;

/// <summary>The last calls of a session. Any thread.</summary>
/// <param name="began">When the session is first heard of.</param>
internal sealed class LoopState(DateTimeOffset began)
{
    /// <summary>Calls that are remembered.</summary>
    public const int Kept = 32;

    /// <summary>How long calls are remembered, and how long nothing is said again of a session.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Round[] _rounds = new Round[Kept];
    private int _count;
    private long _last = began.UtcTicks;
    private DateTimeOffset _found = DateTimeOffset.MinValue;

    /// <summary>When the last call ended.</summary>
    public DateTimeOffset Last => new(Volatile.Read(ref _last), TimeSpan.Zero);

    /// <summary>How many calls of the last minutes are remembered.</summary>
    public int CountAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            var count = 0;
            for (var i = Math.Max(0, _count - Kept); i < _count; i++)
                if (now - _rounds[i % Kept].At < Window) count++;
            return count;
        }
    }

    /// <summary>Takes a call in.</summary>
    /// <param name="round">The call.</param>
    /// <param name="calls">Calls that end alike and grow, until they are a loop.</param>
    /// <returns>The loop, when this call makes it one.</returns>
    public LoopFinding? Add(in Round round, int calls)
    {
        lock (_gate)
        {
            _rounds[_count++ % Kept] = round;
            Volatile.Write(ref _last, round.At.UtcTicks);
            if (round.Ending == 0 || round.At - _found < Window) return null;
            var found = FindGrowing(round, calls) ?? FindSame(round, calls * 2);
            if (found is not null) _found = round.At;
            return found;
        }
    }

    /// <summary>What ends alike while it grows: an agent that is given the same answer again and again, and sends all of it along.</summary>
    private LoopFinding? FindGrowing(in Round round, int calls)
    {
        var (alike, grown, before, first, cost) = (0, 0, 0, round.At, 0m);
        for (var i = Math.Max(0, _count - Kept); i < _count; i++)
        {
            var other = _rounds[i % Kept];
            if (round.At - other.At >= Window || other.Ending == 0 || !SimHash.AreNear(round.Ending, other.Ending)) continue;
            if (alike == 0) first = other.At;
            else if (other.Bytes > before) grown++;
            (alike, before, cost) = (alike + 1, other.Bytes, cost + other.Cost);
        }
        // Three of four, since agents shorten what has become too long.
        return alike >= calls && grown * 4 >= (alike - 1) * 3 ? new LoopFinding(alike, first, IsGrowing: true, cost) : null;
    }

    /// <summary>The same request over and over: a program that does not take the answer for one.</summary>
    private LoopFinding? FindSame(in Round round, int calls)
    {
        var (same, first, cost) = (0, round.At, 0m);
        for (var i = _count - 1; i >= Math.Max(0, _count - Kept); i--)
        {
            var other = _rounds[i % Kept];
            if (round.At - other.At >= Minute || other.Ending != round.Ending || other.Bytes != round.Bytes) continue;
            (same, first, cost) = (same + 1, other.At, cost + other.Cost);
        }
        return same >= Math.Min(calls, Kept) ? new LoopFinding(same, first, IsGrowing: false, cost) : null;
    }
}
