namespace Weir.Gateway.Alerts;

/// <summary>An alert that says nothing but that alerts arrive.</summary>
internal static class TestAlert
{
    public static Alert At(DateTimeOffset now) => new()
    {
        Kind = AlertKinds.Test,
        Severity = AlertSeverity.Info,
        Title = "This is a test of Weir's alerts",
        Text = "Alerts arrive here. Nothing has happened, and nothing has to be done.",
        Facts = [new("sent by", "weir alerts test")],
        At = now,
        DedupeKey = "test",
    };
}
