using Weir.Gateway.Telemetry;
using Weir.Gateway.Telemetry.Prometheus;
using Weir.Gateway.Tests.Telemetry;
using Weir.Gateway.Upstream;
using Weir.Testing;

namespace Weir.Gateway.Tests.Upstream;

public sealed class RetryBudgetTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WeirMetrics _metrics = new();
    private readonly RetryBudget _budget;

    public RetryBudgetTests() => _budget = new RetryBudget(_clock, _metrics);

    [Fact]
    public void Where_calls_are_few_ten_of_them_may_be_retried_in_ten_seconds()
    {
        Withdrawn(100).ShouldBe(10);
        _clock.Advance(RetryBudget.Window);
        Withdrawn(100).ShouldBe(0);
        // Forgotten half a second at a time.
        _clock.Advance(TimeSpan.FromMilliseconds(501));
        Withdrawn(100).ShouldBe(10);
    }

    [Fact]
    public void A_call_a_minute_may_be_retried_twice_each_time()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            Calls(1);
            Withdrawn(2).ShouldBe(2);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Whoever_is_willing_to_wait_gets_the_next_one()
    {
        Withdrawn(100).ShouldBe(10);
        var waiting = _budget.WithdrawAsync("acme", "up", RetryBudget.Window * 2, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        for (var i = 0; i < 22; i++) _clock.Advance(TimeSpan.FromSeconds(0.5));

        (await waiting.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
        Withdrawn(100).ShouldBe(9);
    }

    [Fact]
    public async Task Nobody_waits_without_patience_or_a_client()
    {
        Withdrawn(100).ShouldBe(10);

        (await _budget.WithdrawAsync("acme", "up", TimeSpan.Zero, CancellationToken.None)).ShouldBeFalse();
        (await _budget.WithdrawAsync("acme", "up", TimeSpan.FromSeconds(5), new CancellationToken(canceled: true))).ShouldBeFalse();
    }

    [Fact]
    public void Where_calls_are_many_a_fifth_of_them_may_be_retried_and_not_ten_besides()
    {
        var (calls, retries) = (0, 0);
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 80; i++, calls++)
            {
                _budget.Original("acme", "up");
                _clock.Advance(TimeSpan.FromSeconds(1) / 80);
                if (_budget.TryWithdraw("acme", "up")) retries++;
            }
            ((double)retries / calls).ShouldBeLessThanOrEqualTo(0.2, $"after second {second}");
        }
        ((double)retries / calls).ShouldBeGreaterThan(0.18);
    }

    [Fact]
    public void What_is_not_used_within_ten_seconds_is_lost()
    {
        Calls(1_000);
        _clock.Advance(RetryBudget.Window);

        Withdrawn(1_000).ShouldBe(10);
    }

    [Fact]
    public void Each_tenant_has_its_own_at_each_provider()
    {
        Withdrawn(100).ShouldBe(10);

        _budget.TryWithdraw("acme", "other").ShouldBeTrue();
        _budget.TryWithdraw("umbrella", "up").ShouldBeTrue();
        _budget.TryWithdraw("acme", "up").ShouldBeFalse();
    }

    [Fact]
    public void Many_tenants_with_few_calls_each_are_no_storm_together()
    {
        var (calls, retries) = (0, 0);
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 100; i++, calls++)
            {
                var tenant = "tenant-" + (calls % 1_000);
                _budget.Original(tenant, "up");
                for (var retry = 0; retry < 2; retry++)
                    if (_budget.TryWithdraw(tenant, "up")) retries++;
                _clock.Advance(TimeSpan.FromSeconds(1) / 100);
            }
        }
        // A fifth, but for the first seconds, when a hundred are more than that.
        retries.ShouldBeInRange((int)(0.18 * calls), (int)(0.2 * calls) + RetryBudget.FewestOfAll);
    }

    [Fact]
    public void Beyond_the_bound_pairs_share_one_until_others_are_idle()
    {
        for (var i = 0; i < RetryBudget.MostBudgets; i++) _budget.Original("tenant-" + i, "up");
        for (var i = 0; i < RetryBudget.Fewest; i++) _budget.TryWithdraw("new-" + i, "up").ShouldBeTrue();
        _budget.TryWithdraw("newer", "up").ShouldBeFalse();

        _clock.Advance(RetryBudget.Window);
        Withdrawn(100).ShouldBe(10);
        _budget.TryWithdraw("newer", "up").ShouldBeTrue();
    }

    [Fact]
    public void A_known_pair_costs_no_allocation()
    {
        for (var i = 0; i < 10 * Allocated.Rounds * Allocated.Times; i++) _budget.Original("acme", "up");

        Allocated.By(() => _budget.Original("acme", "up")).ShouldBe(0);
        Allocated.By(() => _budget.TryWithdraw("acme", "up")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_refused_is_counted()
    {
        using var exposition = new PrometheusExposition(_metrics.Meter);
        Withdrawn(13).ShouldBe(10);

        (await Scrape.TextAsync(exposition)).ShouldContain("weir_retries_refused_total{tenant=\"acme\",provider=\"up\"} 3\n");
    }

    /// <summary>Calls that come at random, all of whose attempts fail: never more retries than were promised, and all where calls are few.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(200)]
    public void The_ten_seconds_before_any_retry_have_at_most_a_quarter_more_attempts_than_calls_from_forty_calls_on(double callsPerSecond)
    {
        var random = new Random(TestSeed.Value);
        var (calls, retries) = (new List<TimeSpan>(), new List<TimeSpan>());
        var (now, refused) = (TimeSpan.Zero, 0);
        for (var call = 0; call < 2_000; call++)
        {
            var gap = TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / callsPerSecond);
            _clock.Advance(gap);
            calls.Add(now += gap);
            _budget.Original("acme", "up");
            for (var retry = 0; retry < 2; retry++)
            {
                if (!_budget.TryWithdraw("acme", "up"))
                {
                    refused++;
                    break;
                }
                retries.Add(now);
                var since = now - TimeSpan.FromSeconds(10);
                var (called, retried) = (calls.Count(at => at > since), retries.Count(at => at > since));
                retried.ShouldBeLessThanOrEqualTo(Math.Max(10, called / 5), $"seed {TestSeed.Value}, {now}");
                if (called >= 40) ((double)(called + retried) / called).ShouldBeLessThanOrEqualTo(1.25, $"seed {TestSeed.Value}, {now}");
            }
        }
        if (callsPerSecond < 1) refused.ShouldBeLessThan(100, $"seed {TestSeed.Value}");
        else retries.Count.ShouldBeGreaterThan(200, $"seed {TestSeed.Value}");
        if (callsPerSecond >= 4) ((double)(calls.Count + retries.Count) / calls.Count).ShouldBeInRange(1.18, 1.25, $"seed {TestSeed.Value}");
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private void Calls(int count)
    {
        for (var i = 0; i < count; i++) _budget.Original("acme", "up");
    }

    private int Withdrawn(int asked)
    {
        var got = 0;
        for (var i = 0; i < asked; i++)
            if (_budget.TryWithdraw("acme", "up")) got++;
        return got;
    }
}
