namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>The limit is what the operator says.</summary>
internal sealed class FixedPolicy : IConcurrencyPolicy
{
    /// <inheritdoc/>
    public double Next(double limit, in SlotReport report) => limit;
}
