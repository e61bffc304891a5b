namespace Weir.Gateway.Alerts;

/// <summary>A way in which alerts get to people.</summary>
internal interface IAlertSender
{
    /// <summary>Sends an alert once.</summary>
    /// <exception cref="AlertDeliveryException">It did not arrive.</exception>
    Task SendAsync(Alert alert, AlertTargetModel target, CancellationToken cancellationToken);
}
