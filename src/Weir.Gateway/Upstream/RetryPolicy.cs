using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Upstream;

/// <summary>
/// Decides what follows a failed attempt, by the class of its failure: nothing, the same deployment again, or another one. Waits
/// between tries at the same deployment are drawn with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015), unless
/// the upstream said itself when to come back.
/// </summary>
/// <param name="random">Draws between 0 and 1; called concurrently.</param>
internal sealed class RetryPolicy(Func<double> random)
{
    /// <summary>A longer wait that an upstream asks for is taken as "go elsewhere".</summary>
    private static readonly TimeSpan LongestWaitAsked = TimeSpan.FromSeconds(5);

    /// <summary>Added to the wait that an upstream asked for, so that not all callers come back in the same moment.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    /// <summary>Decides.</summary>
    /// <param name="call">The call, whose attempt has just failed.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="hasElsewhere">Whether another deployment could answer.</param>
    /// <param name="isElsewhereWell">Whether one could that is well as far as is known.</param>
    /// <param name="tries">How many times the deployment was asked before, in this call: 1 for the first failure.</param>
    public NextStep Judge(Call call, CallError error, bool hasElsewhere, bool isElsewhereWell, int tries)
    {
        var elsewhere = new NextStep(hasElsewhere ? Step.Elsewhere : Step.Stop);
        if (error.Failure.EndsCall()) return new NextStep(Step.Stop);
        switch (error.Failure)
        {
            case FailureClass.Credentials or FailureClass.NotFound or FailureClass.Exhausted or FailureClass.Silent or FailureClass.Hurried or FailureClass.ContextLength or FailureClass.Poor:
                return elsewhere;
            case FailureClass.Interrupted when error.Outcome == Outcome.TimedOut:
                return elsewhere;
            case FailureClass.RateLimited or FailureClass.Overloaded when isElsewhereWell && error.RetryAfter is null:
                return elsewhere;
            default:
                return DelayOf(error, tries) is { } delay && delay < call.TimeLeft ? new NextStep(Step.Again, delay) : elsewhere;
        }
    }

    /// <returns>Null when the upstream asks for a wait that is too long.</returns>
    private TimeSpan? DelayOf(CallError error, int tries)
    {
        if (error.RetryAfter is not { } asked) return random() * Shorter(LongestDelay, Base * Math.Pow(2, tries - 1));
        return asked <= LongestWaitAsked ? asked + (random() * Spread) : null;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
