using Weir.Gateway.Alerts;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Anomalies.Loops;

/// <summary>Makes a loop known, and holds its session back where the operator wants that.</summary>
internal sealed class LoopReport(AnomalyRecorder recorder, IAlerts alerts, SessionHolds holds, TimeProvider time)
{
    public void Found(Call call, SessionName session, LoopFinding found, HoldModel response)
    {
        var now = time.GetUtcNow();
        var reason = found.IsGrowing
            ? $"{found.Calls} calls ended with nearly the same message while they grew."
            : $"the same request was sent {found.Calls} times within a minute.";
        if (response.Action != HoldAction.Notify) holds.Add(session, new Hold(response.Left, $"it seems to go round in circles, {reason}", now, now + response.For));
        var record = call.Record;
        var anomaly = new Anomaly
        {
            Id = AnomalyId.Of(AlertKinds.Loop, $"{session.Key}\n{session.Name}", now),
            Kind = AlertKinds.Loop,
            Dimension = session.IsUser ? "user" : "session",
            Tenant = record.Tenant ?? "",
            Value = session.Name,
            Since = found.Since,
            FoundAt = now,
            Until = now,
            Reason = found.IsGrowing ? "growing" : "repeated",
            Change = new SpendChange(found.Cost, 0, found.Cost, 0, 0),
            Key = session.Key,
            Model = record.ModelAsked ?? "",
            Prompt = record.Prompt ?? "",
            Action = response.Action.ToString().ToLowerInvariant(),
        };
        recorder.Record(anomaly);
        alerts.Raise(AnomalyAlert.OfLoop(anomaly, reason, response));
    }
}
