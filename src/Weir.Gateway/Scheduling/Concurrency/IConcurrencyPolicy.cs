namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>Finds out how many attempts a deployment can take at a time. Used by one thread at a time.</summary>
internal interface IConcurrencyPolicy
{
    /// <summary>The limit after an attempt; whoever asks keeps it within its bounds.</summary>
    /// <param name="limit">The limit until now.</param>
    /// <param name="report">The attempt.</param>
    double Next(double limit, in SlotReport report);
}
