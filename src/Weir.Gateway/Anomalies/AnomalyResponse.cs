using Microsoft.Extensions.Logging;
using Weir.Gateway.Alerts;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Identity;

namespace Weir.Gateway.Anomalies;

/// <summary>What is done about unusual spending: it is explained, written down, told, and its key held back where the operator wants that.</summary>
internal sealed class AnomalyResponse(SpendExplainer explainer, AnomalyStore store, KeyHoldStore holds, AnomalyMetrics metrics, IAlerts alerts, TimeProvider time, ILogger<AnomalyResponse> log)
{
    /// <summary>A key is held back where at least this part of the rise is due to it.</summary>
    private const decimal LeastShare = 0.5m;

    /// <summary>Makes findings of one look known: one alert for those that have one key as their cause.</summary>
    public void Found(IReadOnlyList<(SpendSubject Subject, SpendFinding Finding)> found, HoldModel response)
    {
        var now = time.GetUtcNow();
        var anomalies = new List<Anomaly>();
        foreach (var (subject, finding) in found)
        {
            var since = DateTimeOffset.FromUnixTimeSeconds(finding.Hour * 3_600);
            var id = AnomalyId.Of(AlertKinds.AnomalyCost, subject.ToString(), since);
            // After a restart the last hours are judged anew, and what is found in them may have been told.
            if (store.Find(id) is null) anomalies.Add(Explain(id, subject, finding, since, response, now));
        }
        store.Add(anomalies);
        foreach (var together in anomalies.GroupBy(anomaly => anomaly.Key.Length > 0 ? anomaly.Key : anomaly.Id, StringComparer.Ordinal))
        {
            var ordered = together.OrderByDescending(anomaly => Enum.Parse<SpendDimension>(anomaly.Dimension, ignoreCase: true)).ToList();
            if (ordered.Exists(anomaly => anomaly.Action != "notify")) HoldBack(ordered[0], response, now);
            alerts.Raise(AnomalyAlert.OfSpending(ordered[0], ordered[1..], response));
        }
    }

    private Anomaly Explain(string id, SpendSubject subject, SpendFinding finding, DateTimeOffset since, HoldModel response, DateTimeOffset now)
    {
        var why = explainer.Explain(subject, finding.Hour);
        var isHeld = response.Action != HoldAction.Notify && why.Key.Length > 0 && why.KeyShare >= LeastShare;
        var anomaly = new Anomaly
        {
            Id = id,
            Kind = AlertKinds.AnomalyCost,
            Dimension = subject.Kind,
            Tenant = subject.Tenant,
            Value = subject.Value,
            Since = since,
            FoundAt = now,
            Reason = finding.Reason.ToString().ToLowerInvariant(),
            Change = why.Change,
            Key = why.Key,
            Model = why.Model,
            Prompt = why.Prompt,
            Action = (isHeld ? response.Action : HoldAction.Notify).ToString().ToLowerInvariant(),
        };
        metrics.Found(anomaly.Kind, anomaly.Dimension);
        AnomaliesLog.Found(log, anomaly.Id, anomaly.Dimension, anomaly.Change.Spent, anomaly.Change.Usual, anomaly.Reason);
        return anomaly;
    }

    private void HoldBack(Anomaly anomaly, HoldModel response, DateTimeOffset now)
    {
        var hold = new Hold(response.Left, $"it spends far more than usual ({anomaly.Id}).", now, now + response.For);
        holds.Put(anomaly.Key, hold);
        AnomaliesLog.KeyHeld(log, anomaly.Key, hold.Until, hold.CallsPerMinute, anomaly.Id);
    }
}
