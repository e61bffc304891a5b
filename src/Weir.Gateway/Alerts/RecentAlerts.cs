namespace Weir.Gateway.Alerts;

/// <summary>Remembers which alerts were raised lately, so that one that is raised again and again is delivered once. For one thread at a time.</summary>
/// <param name="time">Says what lately is.</param>
internal sealed class RecentAlerts(TimeProvider time)
{
    /// <summary>Most that are remembered; where there are more, the oldest are forgotten and may be told again.</summary>
    private const int Most = 10_000;

    /// <summary>How long an alert is not told again.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private readonly HashSet<(string Kind, string Key)> _known = [];
    private readonly Queue<((string Kind, string Key) Alert, DateTimeOffset At)> _order = new();

    /// <summary>Remembers an alert.</summary>
    /// <returns>False when it was raised lately.</returns>
    public bool TryAdd(Alert alert)
    {
        var now = time.GetUtcNow();
        while (_order.TryPeek(out var oldest) && (now - oldest.At >= Quiet || _order.Count > Most)) _known.Remove(_order.Dequeue().Alert);
        var name = (alert.Kind, alert.DedupeKey);
        if (!_known.Add(name)) return false;
        _order.Enqueue((name, now));
        return true;
    }
}
