namespace Weir.Gateway.Tests.Scheduling;

/// <summary>What happens without anything of Weir's: whatever fails is tried again.</summary>
internal sealed class NaiveStorm(int seed) : RetryStorm(seed)
{
    /// <inheritdoc/>
    protected override void Begin(StormAttempt attempt) => Send(attempt);

    /// <inheritdoc/>
    protected override void Ended(StormAttempt attempt, bool isAnswered)
    {
        // Nothing is learnt from it.
    }

    /// <inheritdoc/>
    protected override bool MayRetry() => true;
}
