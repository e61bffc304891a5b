namespace Weir.Gateway.Alerts;

/// <summary>An alert did not arrive.</summary>
/// <param name="message">Why, without any secret.</param>
/// <param name="isLasting">Whether it would be the same again.</param>
/// <param name="inner">What happened.</param>
internal sealed class AlertDeliveryException(string message, bool isLasting, Exception? inner = null) : Exception(message, inner)
{
    public bool IsLasting { get; } = isLasting;
}
