using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Telemetry;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Fairness;

/// <summary>
/// A model server in simulated time: so many answers at once, each read and then written a token after the other, and tenants that ask
/// without end or now and then. What each was served is counted here, from the tokens that were really written.
/// </summary>
internal sealed class FairScene : IDisposable
{
    /// <summary>How long a token of an answer takes, and how long a thousand of a request.</summary>
    private static readonly TimeSpan TokenTime = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _clock = new();
    private readonly WeirMetrics _metrics = new();
    private readonly Random _random;
    private readonly List<FairTenant> _tenants = [];
    private readonly List<Answer> _running = [];
    private readonly Weir.Gateway.Limits.OutputEstimates _estimates = new();

    public FairScene(int seed, int slots, int queue = 100_000)
    {
        _random = new Random(seed);
        Limit = new DeploymentLimit("a", new ConcurrencyModel(ConcurrencyAdapt.Off, 1, slots, slots, queue), null, _clock, _metrics.Deployments);
    }

    public DeploymentLimit Limit { get; }

    public IReadOnlyList<FairTenant> Tenants => _tenants;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Now => _clock.GetElapsedTime(0);

    /// <summary>Called after each step.</summary>
    public Action? Stepped { get; set; }

    public FairTenant Add(FairTenant tenant)
    {
        _tenants.Add(tenant);
        return tenant;
    }

    /// <summary>Lets time pass in steps of ten milliseconds.</summary>
    public void Run(TimeSpan time)
    {
        var end = Now + time;
        while (Now < end)
        {
            foreach (var tenant in _tenants) Ask(tenant);
            _clock.Advance(TokenTime);
            foreach (var answer in _running.ToList()) Produce(answer);
            foreach (var tenant in _tenants) Enter(tenant);
            Stepped?.Invoke();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private void Ask(FairTenant tenant)
    {
        while (tenant.Waiting.Count < tenant.Backlog)
        {
            var output = Math.Max(1, (long)(tenant.Output * (1 + (tenant.Scatter * ((2 * _random.NextDouble()) - 1)))));
            var request = new SlotRequest(tenant.Name, tenant.Priority, TimeSpan.FromHours(10))
            {
                Weight = tenant.Weight,
                Guaranteed = tenant.Guaranteed,
                InputTokens = tenant.Input,
                OutputTokens = _estimates.Expected(tenant.Name, "a", null),
                Costs = FairTenant.Costs,
            };
            tenant.Waiting.Add((Limit.EnterAsync(request, CancellationToken.None).AsTask(), output));
        }
        Enter(tenant);
    }

    private void Enter(FairTenant tenant)
    {
        for (var i = 0; i < tenant.Waiting.Count; i++)
        {
            if (!tenant.Waiting[i].Slot.IsCompleted) continue;
            var (slot, output) = tenant.Waiting[i];
            tenant.Waiting.RemoveAt(i--);
            tenant.Begun++;
            tenant.Served += FairTenant.Costs.Of(tenant.Input, 0, 0);
            _running.Add(new Answer(tenant, slot.Result.Slot.ShouldNotBeNull(), output, Now + (Reading * (tenant.Input / 1_000.0))));
        }
    }

    private void Produce(Answer answer)
    {
        if (Now < answer.ReadAt) return;
        answer.Tokens++;
        answer.Tenant.Served += FairTenant.Costs.Output;
        answer.Slot.Produced(answer.Tokens);
        if (answer.Tokens < answer.Length) return;
        _running.Remove(answer);
        answer.Slot.Leave(SlotOutcome.Answered, Reading, new ServiceUsed(answer.Tenant.Input, 0, answer.Tokens));
        _estimates.Learn(answer.Tenant.Name, "a", answer.Tokens);
    }

    private sealed class Answer(FairTenant tenant, Slot slot, long length, TimeSpan readAt)
    {
        public FairTenant Tenant => tenant;

        public Slot Slot => slot;

        public long Length => length;

        public TimeSpan ReadAt => readAt;

        public long Tokens { get; set; }
    }
}
