using Weir.Gateway.Upstream;

namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>What a failure says about how much a deployment can take.</summary>
internal static class SlotOutcomes
{
    /// <summary>The outcome of an attempt that failed.</summary>
    public static SlotOutcome Of(FailureClass failure) => failure switch
    {
        FailureClass.RateLimited or FailureClass.Overloaded => SlotOutcome.Overloaded,
        FailureClass.Silent => SlotOutcome.Silent,
        _ => SlotOutcome.Untold,
    };
}
