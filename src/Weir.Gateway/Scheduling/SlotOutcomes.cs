using Weir.Gateway.Upstream;

namespace Weir.Gateway.Scheduling;

/// <summary>What a failure says about how much a deployment can take.</summary>
internal static class SlotOutcomes
{
    /// <summary>The outcome of an attempt that failed. Silence counts: what comes too late is how a full queue looks from outside.</summary>
    public static SlotOutcome Of(FailureClass failure) => failure switch
    {
        FailureClass.RateLimited or FailureClass.Overloaded or FailureClass.Silent => SlotOutcome.Overloaded,
        _ => SlotOutcome.Untold,
    };
}
