using Weir.Gateway.Calls;
using Weir.Gateway.Identity;

namespace Weir.Gateway.Anomalies.Holds;

/// <summary>Keeps back calls of keys and sessions that are paused or slowed down. Where nothing is, it costs two looks.</summary>
internal sealed class HoldStage(KeyRing keys, SessionHolds sessions, AnomalyMetrics metrics, TimeProvider time) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call)
    {
        if (keys.HoldOf(call.Key!) is { } ofKey && !ofKey.TryPass(time.GetUtcNow(), out var wait)) return Refuse(call, "key", ofKey.Hold, wait);
        if (!sessions.IsEmpty && SessionName.Of(call) is { } session && sessions.Find(session) is { } ofSession && !ofSession.TryPass(time.GetUtcNow(), out wait))
            return Refuse(call, session.IsUser ? "user" : "session", ofSession.Hold, wait);
        return new(true);
    }

    private ValueTask<bool> Refuse(Call call, string what, Hold hold, TimeSpan wait)
    {
        metrics.Refused(hold.CallsPerMinute == 0 ? "pause" : "throttle", what);
        return new(call.Fail(hold.CallsPerMinute == 0 ? CallErrors.Paused(what, hold) : CallErrors.Throttled(what, hold, wait)));
    }
}
