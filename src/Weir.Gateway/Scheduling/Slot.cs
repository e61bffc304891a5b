using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Scheduling.Fairness;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// A place at a deployment. Its tenant has been charged what it is expected to cost, and is charged more while its answer grows longer
/// than that; what it did not cost is paid back at its end. It is left exactly once. Any thread.
/// </summary>
internal sealed class Slot
{
    /// <summary>Charged in steps of this many tokens, so that the lock is not taken for every event.</summary>
    private const long Step = 64;

    private readonly DeploymentLimit _limit;
    private readonly ServiceCosts _costs;
    private readonly long _input;
    private long _output;

    public Slot(DeploymentLimit limit, Flow flow, in SlotRequest request, bool isSecured)
    {
        (_limit, Flow, Band, IsSecured) = (limit, flow, request.Priority, isSecured);
        (_costs, _input, _output) = (request.Costs, request.InputTokens, request.OutputTokens);
        Charged = request.Cost;
    }

    /// <summary>Whose it is.</summary>
    public Flow Flow { get; }

    public Model.CallPriority Band { get; }

    /// <summary>Whether it is served out of what its tenant is guaranteed.</summary>
    public bool IsSecured { get; }

    /// <summary>What its tenant has been charged for it, in dollars. Guarded by the limit's lock.</summary>
    public double Charged { get; set; }

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>The answer has grown. Not to be called by two threads at a time.</summary>
    /// <param name="tokens">How long it is by now, in tokens.</param>
    public void Produced(long tokens)
    {
        if (tokens < _output + Step) return;
        _output = tokens;
        _limit.Recharge(this, _costs.Of(_input, 0, tokens));
    }

    /// <summary>Gives it back, and says what the attempt tells about the limit.</summary>
    /// <param name="outcome">What it tells.</param>
    /// <param name="firstToken">From sending it to its first token; null where there was none.</param>
    /// <param name="used">What it has used; nothing where the provider did not work on it.</param>
    public void Leave(SlotOutcome outcome, TimeSpan? firstToken, in ServiceUsed used) =>
        _limit.Leave(this, used.IsNothing ? 0 : _costs.Of(used.Input, used.Cached, used.Output), new SlotReport(default, outcome, firstToken, (int)Math.Min(_input, int.MaxValue), 0));
}
