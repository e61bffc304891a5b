namespace Weir.Gateway.Alerts;

/// <summary>The names of severities, as configurations and messages have them.</summary>
internal static class AlertSeverities
{
    public static string NameOf(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Info => "info",
        AlertSeverity.Critical => "critical",
        _ => "warning",
    };

    /// <summary>The severity of that name, or null.</summary>
    public static AlertSeverity? Find(string name) => name switch
    {
        "info" => AlertSeverity.Info,
        "warning" => AlertSeverity.Warning,
        "critical" => AlertSeverity.Critical,
        _ => null,
    };
}
