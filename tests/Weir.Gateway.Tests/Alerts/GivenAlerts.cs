using Weir.Gateway.Alerts;

namespace Weir.Gateway.Tests.Alerts;

/// <summary>Alerts that tests raise.</summary>
internal static class GivenAlerts
{
    public static readonly DateTimeOffset At = new(2026, 11, 21, 22, 0, 0, TimeSpan.Zero);

    public static Alert Alert(string key = "acme", string kind = AlertKinds.AnomalyCost, AlertSeverity severity = AlertSeverity.Warning) => new()
    {
        Kind = kind,
        Severity = severity,
        Title = "The key ci spends <3 times> as usual",
        Text = "It spent $12.50 in the last hour. Usual are $4.",
        Facts = [new("key", "ci & co"), new("spent", "12.50")],
        At = At,
        DedupeKey = key,
    };
}
