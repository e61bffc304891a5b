using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Dialects.Prompts;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Ledger;
using Weir.Statistics;

namespace Weir.Gateway.Anomalies.Loops;

/// <summary>
/// Looks at calls when they have ended, for sessions that go round in circles. A call without session and user costs nothing; the
/// first calls of a session cost a look-up, and the others a pass over their request.
/// </summary>
internal sealed class LoopWatch(LoopReport report, TimeProvider time, ILogger<LoopWatch> log)
{
    /// <summary>Sessions that are remembered; where there are more, those that called longest ago are forgotten.</summary>
    public const int Most = 10_000;

    /// <summary>Calls within ten minutes, from which on requests are looked at.</summary>
    private const int LookedAtFrom = 2;

    /// <summary>Bytes of a turn's end that are looked at.</summary>
    private const int MostBytes = 4096;

    private readonly ConcurrentDictionary<SessionName, LoopState> _sessions = new();

    /// <summary>Looks at a call that has been settled. Never throws.</summary>
    public void Look(Call call)
    {
        if (call.Model.Anomalies is not { Loops: { IsEnabled: true } loops } || call.Body is null || !CanLoop(call) || SessionName.Of(call) is not { } session) return;
        try
        {
            var now = time.GetUtcNow();
            if (!_sessions.TryGetValue(session, out var state))
            {
                state = _sessions.GetOrAdd(session, static _ => new LoopState());
                // Counting takes all locks of the table: only where it has grown.
                if (_sessions.Count > Most) Forget(now);
            }
            var body = call.Body.Bytes.Span;
            var ending = state.CountAt(now) < LookedAtFrom ? 0 : FingerprintOf(body);
            if (state.Add(new Round(now, ending, body.Length, call.Record.Cost ?? 0), loops.Calls) is { } found) report.Found(call, session, found, loops.Response);
        }
        catch (Exception broken)
        {
            AnomaliesLog.LoopWatchFailed(log, broken, call.Record.Id);
        }
    }

    /// <summary>The fingerprint of what was said last.</summary>
    public static ulong FingerprintOf(ReadOnlySpan<byte> body)
    {
        var turn = LastTurn.Of(body);
        return SimHash.Of(turn.Length > MostBytes ? turn[^MostBytes..] : turn);
    }

    /// <summary>Evaluations and batches repeat themselves on purpose.</summary>
    private static bool CanLoop(Call call) =>
        call.Endpoint.Operation == Operation.Generate && call.Record.Origin is (Origin.Interactive or Origin.Background);

    private void Forget(DateTimeOffset now)
    {
        foreach (var (session, state) in _sessions)
            if (now - state.Last >= LoopState.Window) _sessions.TryRemove(session, out _);
        // All are at work: better to begin anew with half of them than to grow.
        if (_sessions.Count <= Most) return;
        foreach (var (session, _) in _sessions.OrderBy(known => known.Value.Last).Take(Most / 2)) _sessions.TryRemove(session, out _);
    }
}
