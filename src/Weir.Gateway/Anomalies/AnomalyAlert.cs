using System.Globalization;
using Weir.Gateway.Alerts;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Anomalies;

/// <summary>Anomalies in words.</summary>
internal static class AnomalyAlert
{
    /// <summary>Unusual spending that several subjects share, as a key and its tenant: the narrowest is named, and the others beside it.</summary>
    /// <param name="anomaly">The narrowest.</param>
    /// <param name="others">The others.</param>
    /// <param name="response">What is done about the key.</param>
    public static Alert OfSpending(Anomaly anomaly, IReadOnlyList<Anomaly> others, HoldModel response)
    {
        var change = anomaly.Change;
        var times = change.Usual > 0 ? $"{Math.Round(change.Spent / change.Usual, 1).ToString(CultureInfo.InvariantCulture)} times as much as usual" : "far more than ever before";
        return new Alert
        {
            Kind = AlertKinds.AnomalyCost,
            Severity = anomaly.Action == NameOf(HoldAction.Notify) ? AlertSeverity.Warning : AlertSeverity.Critical,
            Title = $"The {anomaly.Dimension} {anomaly.Value} spends {times}",
            Text = $"It spent ${Money(change.Spent)} in the hour from {anomaly.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC; ${Money(change.Usual)} are usual. "
                + $"Of the difference ${Money(change.Volume)} are due to more tokens, ${Money(change.Mix)} to where they went, ${Money(change.Price)} to what a token cost. "
                + Done(anomaly.Action, $"The key {anomaly.Key}", response, " 'weir keys resume' lets it go on at once."),
            Facts = [.. Facts(anomaly), .. others.Count > 0 ? [new("also", string.Join(", ", others.Select(other => $"{other.Dimension} {other.Value}")))] : (KeyValuePair<string, string>[])[]],
            At = anomaly.FoundAt,
            DedupeKey = anomaly.Id,
        };
    }

    /// <summary>A loop.</summary>
    /// <param name="anomaly">What was found.</param>
    /// <param name="reason">By what, a sentence without its beginning.</param>
    /// <param name="response">What is done about the session.</param>
    public static Alert OfLoop(Anomaly anomaly, string reason, HoldModel response) => new()
    {
        Kind = AlertKinds.Loop,
        Severity = AlertSeverity.Warning,
        Title = $"The {anomaly.Dimension} {anomaly.Value} seems to go round in circles",
        Text = $"{char.ToUpperInvariant(reason[0])}{reason[1..]} They cost ${Money(anomaly.Change.Spent)}. {Done(anomaly.Action, $"The {anomaly.Dimension}", response, "")}",
        Facts = [.. Facts(anomaly)],
        At = anomaly.FoundAt,
        DedupeKey = anomaly.Id,
    };

    private static IEnumerable<KeyValuePair<string, string>> Facts(Anomaly anomaly)
    {
        yield return new("anomaly", anomaly.Id);
        yield return new(anomaly.Dimension, anomaly.Value);
        if (anomaly.Tenant.Length > 0) yield return new("tenant", anomaly.Tenant);
        if (anomaly.Key.Length > 0 && anomaly.Dimension != "key") yield return new("key", anomaly.Key);
        if (anomaly.Model.Length > 0) yield return new("model", anomaly.Model);
        if (anomaly.Prompt.Length > 0) yield return new("prompt", anomaly.Prompt);
        yield return new("spent", Money(anomaly.Change.Spent));
        yield return new("usual", Money(anomaly.Change.Usual));
    }

    private static string Done(string action, string whom, HoldModel response, string remedy)
    {
        if (action == NameOf(HoldAction.Notify)) return "Nothing was done about it.";
        var what = response.Left == 0 ? "is paused" : $"may make {response.Left} calls a minute";
        return $"{whom} {what} for {Quantity.Show(response.For)}.{remedy}";
    }

    private static string NameOf(HoldAction action) => action.ToString().ToLowerInvariant();

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
