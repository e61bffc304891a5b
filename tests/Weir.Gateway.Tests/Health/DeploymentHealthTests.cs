using Weir.Gateway.Health;
using Weir.Gateway.Telemetry.Prometheus;
using Weir.Gateway.Tests.Telemetry;
using Weir.Gateway.Upstream;
using Weir.Testing;

namespace Weir.Gateway.Tests.Health;

public sealed class DeploymentHealthTests
{
    [Theory]
    [InlineData(FailureClass.RateLimited, null)]
    [InlineData(FailureClass.Exhausted, FailureFamily.Errors)]
    [InlineData(FailureClass.Overloaded, FailureFamily.Errors)]
    [InlineData(FailureClass.ServerError, FailureFamily.Errors)]
    [InlineData(FailureClass.Unreachable, FailureFamily.Errors)]
    [InlineData(FailureClass.Silent, FailureFamily.Silence)]
    [InlineData(FailureClass.Hurried, null)]
    [InlineData(FailureClass.Interrupted, FailureFamily.Errors)]
    [InlineData(FailureClass.Garbled, FailureFamily.Errors)]
    [InlineData(FailureClass.Poor, FailureFamily.Errors)]
    [InlineData(FailureClass.Credentials, FailureFamily.Errors)]
    [InlineData(FailureClass.NotFound, FailureFamily.Errors)]
    [InlineData(FailureClass.ContextLength, null)]
    [InlineData(FailureClass.ContentFiltered, null)]
    [InlineData(FailureClass.BadRequest, null)]
    internal void Only_what_is_the_deployments_fault_counts(FailureClass failure, FailureFamily? family)
    {
        using var given = new GivenHealth();
        var health = given.Health("a");
        for (var i = 0; i < 20; i++) health.Enter().Failed(failure);

        FailureFamilies.Of(failure).ShouldBe(family);
        health.State.ShouldBe(family is null ? CircuitState.Closed : CircuitState.Open);
        given.Health("b").State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void Every_class_of_failure_is_judged_above() => Enum.GetValues<FailureClass>().Length.ShouldBe(15);

    [Fact]
    public void Clients_that_go_away_are_held_against_nobody()
    {
        using var given = new GivenHealth();
        for (var i = 0; i < 50; i++) given.Health("a").Enter().Forget();

        given.Health("a").Counts.ShouldBe((0, 0));
    }

    [Fact]
    public void An_open_circuit_lets_nothing_in_and_says_for_how_long()
    {
        using var given = new GivenHealth();
        var health = given.Health("a");
        given.Break("a");

        health.TryEnter(out _).ShouldBeFalse();
        health.OpenFor.ShouldBe(TimeSpan.FromSeconds(5));
        given.Clock.Advance(TimeSpan.FromSeconds(2));
        health.OpenFor.ShouldBe(TimeSpan.FromSeconds(3));
        given.Clock.Advance(TimeSpan.FromSeconds(3));
        health.OpenFor.ShouldBe(TimeSpan.Zero);
        health.TryEnter(out _).ShouldBeTrue();
    }

    [Fact]
    public void Each_change_is_told_once()
    {
        using var given = new GivenHealth();
        var health = given.Health("a");
        given.Break("a");
        for (var i = 0; i < 3; i++) health.TryEnter(out _).ShouldBeFalse();
        given.Clock.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < CircuitBreaker.SuccessesToClose; i++)
        {
            health.TryEnter(out var trial).ShouldBeTrue();
            trial.Succeeded();
        }

        given.Logged.Count.ShouldBe(3);
        given.Logged[0].ShouldContain("Deployment a fails too often (errors): no calls go there for 5.0 s");
        given.Logged[1].ShouldContain("Deployment a is on trial");
        given.Logged[2].ShouldContain("Deployment a is healthy again");
    }

    [Fact]
    public async Task Metrics_say_the_state_and_count_the_openings()
    {
        using var given = new GivenHealth();
        using var exposition = new PrometheusExposition(given.Metrics.Meter);
        given.Metrics.Deployments.Health = given.Healths.Shares;
        given.Succeed("b");
        given.Break("a");

        var page = await Scrape.TextAsync(exposition);
        page.ShouldContain("weir_deployment_health{deployment=\"a\"} 0\n");
        page.ShouldContain("weir_deployment_health{deployment=\"b\"} 1\n");
        page.ShouldContain("weir_deployment_circuit_opened_total{deployment=\"a\",family=\"errors\"} 1\n");
    }

    [Fact]
    public void Letting_in_and_hearing_how_it_went_allocates_nothing()
    {
        using var given = new GivenHealth();
        var health = given.Health("a");

        Allocated.By(() => Once(health)).ShouldBe(0);

        static void Once(DeploymentHealth health)
        {
            if (health.TryEnter(out var trial)) trial.Succeeded();
        }
    }

    [Fact]
    public void Suspicion_opens_it_before_any_call_has_failed()
    {
        using var given = new GivenHealth();
        given.Health("a").Suspect(FailureFamily.Silence);
        given.Health("a").State.ShouldBe(CircuitState.Open);
        given.Logged.ShouldHaveSingleItem().ShouldContain("(silence)");
    }

    /// <summary>Calls that begin and end in any order, at any time, in any way.</summary>
    [Fact]
    public void Never_are_more_trials_under_way_than_the_ramp_allows()
    {
        var random = new Random(TestSeed.Value);
        using var given = new GivenHealth(random: random.NextDouble);
        var health = given.Health("a");
        var (trials, before, opened) = (new List<(Trial Trial, CircuitState Begun)>(), CircuitState.Closed, 0);
        for (var step = 0; step < 20_000; step++)
        {
            var (state, openFor) = (health.State, health.OpenFor);
            if (state != before && state != CircuitState.HalfOpen) trials.RemoveAll(trial => trial.Begun == CircuitState.HalfOpen);
            if (state == CircuitState.Open && before != CircuitState.Open) opened++;
            before = state;
            switch (random.Next(4))
            {
                case 0 or 1:
                    var isIn = health.TryEnter(out var trial);
                    isIn.ShouldBe(openFor == TimeSpan.Zero, $"seed {TestSeed.Value}, step {step}");
                    if (isIn) trials.Add((trial, state));
                    break;
                case 2 when trials.Count > 0:
                    var at = random.Next(trials.Count);
                    var fails = random.Next(step / 2_000 % 2 == 0 ? 10 : 2) == 0;
                    if (fails) trials[at].Trial.Failed(random.Next(6) == 0 ? FailureClass.Silent : FailureClass.Garbled);
                    else if (random.Next(10) == 0) trials[at].Trial.Forget();
                    else trials[at].Trial.Succeeded();
                    trials.RemoveAt(at);
                    break;
                default:
                    // Short steps, so that no trial runs out of patience.
                    given.Clock.Advance(TimeSpan.FromMilliseconds(trials.Exists(each => each.Begun == CircuitState.HalfOpen) ? 1 : random.Next(1_000)));
                    break;
            }
            if (health.State == CircuitState.HalfOpen) trials.Count(each => each.Begun == CircuitState.HalfOpen).ShouldBeLessThanOrEqualTo(4, $"seed {TestSeed.Value}, step {step}");
        }
        opened.ShouldBeGreaterThan(3, $"seed {TestSeed.Value}: the schedule must get somewhere");
    }
}
