namespace Weir.Gateway.Alerts;

/// <summary>How much an alert matters, in ascending order.</summary>
internal enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Somebody should look today.</summary>
    Warning,

    /// <summary>Somebody should look now.</summary>
    Critical,
}
