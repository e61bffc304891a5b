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
    /// <summary>Calls within ten minutes, from which on requests are looked at.</summary>
    private const int LookedAtFrom = 2;

    /// <summary>Bytes of a turn's end that are looked at.</summary>
    private const int MostBytes = 4096;

    private readonly LoopSessions _sessions = new();

    /// <summary>Looks at a call that has been settled. Never throws.</summary>
    public void Look(Call call)
    {
        if (call.Model.Anomalies is not { Loops: { IsEnabled: true } loops } || call.Body is null || !CanLoop(call) || SessionName.Of(call) is not { } session) return;
        try
        {
            var now = time.GetUtcNow();
            var state = _sessions.Of(session, now);
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
}
