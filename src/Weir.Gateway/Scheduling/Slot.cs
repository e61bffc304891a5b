using Weir.Dialects.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Scheduling.Fairness;
using Weir.Gateway.Scheduling.Quotas;

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
    private readonly long _input;
    private readonly long _expected;
    private long _output;
    private Action? _stop;

    public Slot(DeploymentLimit limit, Flow flow, in SlotRequest request, bool isSecured, QuotaHold[]? quotas)
    {
        (_limit, Flow, Band, IsSecured, Quotas) = (limit, flow, request.Priority, isSecured, quotas);
        (Costs, _input, _expected) = (request.Costs, request.InputTokens, request.OutputTokens);
        Charged = request.Cost;
    }

    /// <summary>Whose it is.</summary>
    public Flow Flow { get; }

    public CallPriority Band { get; }

    /// <summary>Whether it is served out of what its tenant is guaranteed.</summary>
    public bool IsSecured { get; }

    /// <summary>What it has of the deployment's quotas; null where there are none. Guarded by the limit's lock.</summary>
    public QuotaHold[]? Quotas { get; }

    public ServiceCosts Costs { get; }

    /// <summary>What its tenant has been charged for it, in dollars. Guarded by the limit's lock.</summary>
    public double Charged { get; set; }

    /// <summary>Its place among those that may be stopped, in no list once it is; null for others. Guarded by the limit's lock.</summary>
    public LinkedListNode<Slot>? Young { get; set; }

    /// <summary>Since when it is held.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Lets the attempt be stopped while it has hardly begun, should a call of a higher priority need its place. The call then has to ask for a slot again.</summary>
    /// <param name="stop">Stops it; may be called by any thread, and after its end.</param>
    public void MayBeStopped(Action stop)
    {
        _stop = stop;
        _limit.MayStop(this);
    }

    /// <summary>Stops its attempt.</summary>
    public void Stop() => _stop?.Invoke();

    /// <summary>The answer has grown. Not to be called by two threads at a time.</summary>
    /// <param name="tokens">How long it is by now, in tokens.</param>
    public void Produced(long tokens)
    {
        // A quota is used as tokens come; a tenant is charged only for those beyond what was expected.
        if (tokens < (Quotas is null ? Math.Max(_output, _expected) : _output) + Step) return;
        _output = tokens;
        _limit.Recharge(this, new ServiceUsed(_input, 0, tokens), tokens > _expected);
    }

    /// <summary>The provider has said how much of its limits is left.</summary>
    public void Heard(ProviderLimits said)
    {
        if (said.IsKnown) _limit.Sync(said);
    }

    /// <summary>Gives it back, and says what the attempt tells about the limit.</summary>
    /// <param name="outcome">What it tells.</param>
    /// <param name="firstToken">From sending it to its first token; null where there was none.</param>
    /// <param name="used">What it has used.</param>
    public void Leave(SlotOutcome outcome, TimeSpan? firstToken, in ServiceUsed used) =>
        _limit.Leave(this, used, new SlotReport(default, outcome, firstToken, (int)Math.Min(_input, int.MaxValue), 0));
}
