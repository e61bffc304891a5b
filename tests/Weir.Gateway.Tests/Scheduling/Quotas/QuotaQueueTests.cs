using System.Globalization;
using Weir.Dialects.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Telemetry;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Quotas;

/// <summary>Given a deployment whose provider allows so much in a time, when more is asked, then calls wait for their turn, and none is sent that would be refused.</summary>
public sealed class QuotaQueueTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WeirMetrics _metrics = new();

    [Fact]
    public async Task Whoever_waits_for_a_quota_goes_when_there_is_room()
    {
        var limit = Limit(new QuotaModel { RequestsPerMinute = 2 });
        limit.TryEnter(Request("acme")).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(20));
        limit.TryEnter(Request("acme")).ShouldNotBeNull();
        limit.TryEnter(Request("acme")).ShouldBeNull();
        var waiting = Enter(limit, Request("acme"));

        _clock.Advance(TimeSpan.FromSeconds(38));
        waiting.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(4));
        (await waiting).Slot!.Waited.TotalSeconds.ShouldBeInRange(38, 42);
    }

    [Fact]
    public async Task Whoever_cannot_wait_so_long_is_told_how_long_it_is()
    {
        var limit = Limit(new QuotaModel { TokensPerDay = 10_000 });
        _clock.Advance(TimeSpan.FromHours(13) - TimeSpan.FromTicks(_clock.GetUtcNow().TimeOfDay.Ticks % TimeSpan.TicksPerDay));
        var untilMidnight = TimeSpan.FromDays(1) - _clock.GetUtcNow().TimeOfDay;
        var whole = Request("acme") with { InputTokens = 10_000, OutputTokens = 0 };
        limit.TryEnter(whole)!.Leave(SlotOutcome.Answered, null, new ServiceUsed(10_000, 0, 0));

        var refused = await Enter(limit, Request("acme"));
        refused.Refusal.ShouldBe(SlotRefusal.Late);
        refused.RetryAfter.TotalMinutes.ShouldBe(untilMidnight.TotalMinutes, 1);
    }

    [Fact]
    public async Task Nobody_overtakes_a_large_request_that_waits_for_room()
    {
        var limit = Limit(new QuotaModel { InputTokensPerMinute = 10_000 });
        limit.TryEnter(Request("acme") with { InputTokens = 6_000 }).ShouldNotBeNull();
        var large = Enter(limit, Request("acme") with { InputTokens = 8_000 });
        var small = Enter(limit, Request("acme") with { InputTokens = 100 });
        (large.IsCompleted, small.IsCompleted).ShouldBe((false, false));

        _clock.Advance(TimeSpan.FromSeconds(62));
        (await large).IsEntered.ShouldBeTrue();
        (await small).IsEntered.ShouldBeTrue();
    }

    [Fact]
    public async Task What_an_attempt_did_not_need_goes_to_whoever_waits()
    {
        var limit = Limit(new QuotaModel { TokensPerMinute = 2_000 });
        var first = limit.TryEnter(Request("acme") with { InputTokens = 500, OutputTokens = 1_500 })!;
        var second = Enter(limit, Request("acme") with { InputTokens = 500, OutputTokens = 500 });
        second.IsCompleted.ShouldBeFalse();

        first.Leave(SlotOutcome.Answered, null, new ServiceUsed(500, 0, 100));
        (await second).IsEntered.ShouldBeTrue();
    }

    [Fact]
    public void What_the_provider_says_is_used_counts_and_never_less_than_is_known()
    {
        var limit = Limit(new QuotaModel { RequestsPerMinute = 100 });
        limit.Sync(Said(remaining: 1));
        limit.TryEnter(Request("acme")).ShouldNotBeNull();
        limit.TryEnter(Request("acme")).ShouldBeNull();
        limit.Sync(Said(remaining: 90));
        limit.TryEnter(Request("acme")).ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(32));
        limit.TryEnter(Request("acme")).ShouldNotBeNull();
    }

    /// <summary>Three tenants at 2.2 times what a provider allows, for half an hour.</summary>
    [Fact]
    public async Task Tenants_share_a_quota_by_weight_and_use_nearly_all_of_it()
    {
        const long Limit = 100_000;
        // Lengths are exponential: a few hundred long answers make half of what is served.
        const double Scatter = 0.03;
        const long TokensInStep = 25;
        var limit = this.Limit(new QuotaModel { TokensPerMinute = Limit });
        var random = new Random(TestSeed.Value);
        var served = new double[3];
        var running = new List<Answer>();
        var waiting = new List<(Task<SlotResult> Slot, int Tenant, long Output)>();
        var spent = new Queue<(TimeSpan At, long Tokens)>();
        var (inWindow, over, steps, used) = (0L, 0, 0, 0L);
        (long Input, long Output)[] shapes = [(2_000, 400), (200, 100), (800, 1_500)];
        for (var now = TimeSpan.Zero; now < TimeSpan.FromMinutes(30); now += TimeSpan.FromMilliseconds(250), _clock.Advance(TimeSpan.FromMilliseconds(250)))
        {
            for (var tenant = 0; tenant < 3; tenant++)
            {
                while (waiting.Count(each => each.Tenant == tenant) < 200)
                {
                    var (input, mean) = shapes[tenant];
                    var request = Request($"tenant-{tenant}") with { InputTokens = input, OutputTokens = mean, Weight = tenant + 1, Patience = TimeSpan.FromDays(10) };
                    waiting.Add((Enter(limit, request), tenant, (long)(mean * -Math.Log(1 - random.NextDouble()))));
                }
            }
            foreach (var each in waiting.FindAll(each => each.Slot.IsCompleted))
            {
                waiting.Remove(each);
                running.Add(new Answer((await each.Slot).Slot!, each.Tenant, Math.Max(1, each.Output)));
                Spend(now, shapes[each.Tenant].Input);
                served[each.Tenant] += 1e-6 * shapes[each.Tenant].Input;
            }
            foreach (var each in running.ToList())
            {
                var tokens = Math.Min(TokensInStep, each.Length - each.Tokens);
                each.Tokens += tokens;
                Spend(now, tokens);
                served[each.Tenant] += 4e-6 * tokens;
                each.Slot.Produced(each.Tokens);
                if (each.Tokens < each.Length) continue;
                running.Remove(each);
                each.Slot.Leave(SlotOutcome.Answered, null, new ServiceUsed(shapes[each.Tenant].Input, 0, each.Length));
            }
            while (spent.TryPeek(out var oldest) && now - oldest.At >= TimeSpan.FromMinutes(1)) inWindow -= spent.Dequeue().Tokens;
            if (now < TimeSpan.FromMinutes(2)) continue;
            steps++;
            used += inWindow;
            if (inWindow > Limit) over++;
        }
        var why = $"seed {TestSeed.Value}: {100.0 * used / steps / Limit:0.0} % used, over for {100.0 * over / steps:0.0} %, shares {string.Join(" / ", served.Select(each => (each / served.Sum()).ToString("P1")))}";
        ((double)used / steps / Limit).ShouldBeGreaterThanOrEqualTo(0.94, why);
        ((double)over / steps).ShouldBeLessThanOrEqualTo(0.04, why);
        (served[0] / served.Sum()).ShouldBeInRange(1.0 / 6 - Scatter, 1.0 / 6 + Scatter, why);
        (served[1] / served.Sum()).ShouldBeInRange(2.0 / 6 - Scatter, 2.0 / 6 + Scatter, why);
        (served[2] / served.Sum()).ShouldBeInRange(3.0 / 6 - Scatter, 3.0 / 6 + Scatter, why);

        void Spend(TimeSpan at, long tokens)
        {
            spent.Enqueue((at, tokens));
            inWindow += tokens;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private ProviderLimits Said(long remaining)
    {
        var said = default(ProviderLimits);
        said.Take("x-ratelimit-limit-requests", "100", _clock.GetUtcNow());
        said.Take("x-ratelimit-remaining-requests", remaining.ToString(CultureInfo.InvariantCulture), _clock.GetUtcNow());
        said.Take("x-ratelimit-reset-requests", "30s", _clock.GetUtcNow());
        return said;
    }

    private static SlotRequest Request(string tenant) => new(tenant, CallPriority.Normal, TimeSpan.FromMinutes(10)) { InputTokens = 100, OutputTokens = 100 };

    private static Task<SlotResult> Enter(DeploymentLimit limit, SlotRequest request) => limit.EnterAsync(request, CancellationToken.None).AsTask();

    private DeploymentLimit Limit(QuotaModel quota) => new("a", new ConcurrencyModel(ConcurrencyAdapt.Off, 1, 1_000, 1_000, 1_000), quota, _clock, _metrics.Deployments);

    private sealed class Answer(Slot slot, int tenant, long length)
    {
        public Slot Slot => slot;

        public int Tenant => tenant;

        public long Length => length;

        public long Tokens { get; set; }
    }
}
