namespace Weir.Gateway.Alerts;

/// <summary>What became of an alert at a target, as metrics name it.</summary>
internal static class AlertResult
{
    public const string Delivered = "delivered";

    /// <summary>It did not arrive, however often it was tried.</summary>
    public const string Failed = "failed";

    /// <summary>Too many waited already.</summary>
    public const string Dropped = "dropped";

    /// <summary>The same was raised shortly before; at no target.</summary>
    public const string Repeated = "repeated";
}
