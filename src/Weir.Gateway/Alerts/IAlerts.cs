namespace Weir.Gateway.Alerts;

/// <summary>Where parts of the gateway tell what people should know.</summary>
internal interface IAlerts
{
    /// <summary>Takes an alert and sees to its delivery. Never blocks and never throws; when too much waits, the alert is dropped and counted.</summary>
    void Raise(Alert alert);
}
