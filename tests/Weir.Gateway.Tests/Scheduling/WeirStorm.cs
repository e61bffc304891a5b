using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Tests.Health;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Tests.Scheduling;

/// <summary>The same with a retry budget, a circuit breaker that there is no way around, and a limit with its line, all with their defaults.</summary>
internal sealed class WeirStorm : RetryStorm, IDisposable
{
    private readonly GivenHealth _given;
    private readonly RetryBudget _budget;
    private readonly DeploymentHealth _health;
    private readonly DeploymentLimit _limit;
    private readonly Dictionary<StormAttempt, Slot> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly List<(StormAttempt Attempt, Task<SlotResult> Slot)> _waiting = [];

    public WeirStorm(int seed)
        : base(seed)
    {
        _given = new GivenHealth(1, new Random(seed).NextDouble, Clock);
        _budget = new RetryBudget(Clock, _given.Metrics);
        _health = _given.Health("a");
        _limit = new ConcurrencyLimits(Clock, _given.Metrics).Of(_given.Model.Deployments["a"]);
    }

    /// <inheritdoc/>
    public void Dispose() => _given.Dispose();

    /// <inheritdoc/>
    protected override void Begin(StormAttempt attempt)
    {
        if (attempt.Number == 1) _budget.Original("tenant", "provider");
        _waiting.Add((attempt, _limit.EnterAsync(GivenLimit.Request(CallPriority.Normal, Patience), CancellationToken.None).AsTask()));
        Advance();
    }

    /// <inheritdoc/>
    protected override void Ended(StormAttempt attempt, bool isAnswered)
    {
        if (isAnswered) attempt.Trial.Succeeded();
        else attempt.Trial.Failed(FailureClass.Silent);
        _slots.Remove(attempt, out var slot);
        slot!.Leave(isAnswered ? SlotOutcome.Answered : SlotOutcomes.Of(FailureClass.Silent), isAnswered ? Clock.GetUtcNow() - attempt.SentAt : null, new ServiceUsed(1_000, 0, 100));
    }

    /// <inheritdoc/>
    protected override bool MayRetry() => _budget.TryWithdraw("tenant", "provider");

    /// <summary>Those whose turn has come are sent, those who were refused are not.</summary>
    protected override void Advance()
    {
        foreach (var each in _waiting.Where(each => each.Slot.IsCompleted).ToList())
        {
            _waiting.Remove(each);
            if (each.Slot.Result.Slot is not { } slot) continue;
            _slots.Add(each.Attempt, slot);
            each.Attempt.Trial = _health.TryEnter(out var trial) ? trial : _health.Enter();
            Send(each.Attempt);
        }
    }
}
