using System.Text.Json;
using Weir.Gateway.Health;
using Weir.Gateway.Upstream;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.Health;

public sealed class DeploymentProbesTests
{
    [Fact]
    public async Task A_provider_is_left_in_peace_while_its_deployments_are_healthy()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(time: clock);
        await scene.ChatAsync(Scene.Hello);
        for (var i = 0; i < 60; i++) clock.Advance(DeploymentProbes.Period);

        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_one_fails_its_provider_is_asked_for_its_models_with_its_key_and_a_good_answer_shortens_the_pause()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Configured("run: off"), time: clock);
        var health = Health(scene);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 404, "{}");
        BreakForLong(health, clock);
        (await scene.ReloadAsync(Scene.Configuration)).ShouldBeTrue();
        var pause = health.OpenFor;

        clock.Advance(DeploymentProbes.Period);
        await Scene.UntilAsync(() => health.OpenFor <= pause / 4, "a shorter pause");
        health.State.ShouldBe(CircuitState.Open);
        var probe = scene.Upstream.Seen.ShouldHaveSingleItem();
        probe.Path.ShouldBe("/v1/models");
        probe.Headers["authorization"].ShouldBe("Bearer " + Scene.UpstreamKey);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, true)]
    [InlineData(401, false)]
    [InlineData(429, false)]
    [InlineData(408, false)]
    [InlineData(500, false)]
    [InlineData(529, false)]
    public void What_would_not_let_calls_in_either_is_no_sign_of_life(int status, bool isSign) => (ProbeState.Judge(status) is null).ShouldBe(isSign);

    [Fact]
    public async Task One_that_is_probed_at_all_times_is_kept_out_after_three_bad_answers()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Configured("run: always, every: 5s, path: /ping"), time: clock);
        var health = Health(scene);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 500, "{}");

        for (var probes = 1; probes <= 3; probes++)
        {
            health.State.ShouldBe(CircuitState.Closed);
            // Once the one before has been heard of, one second is enough for the next to be due.
            await Scene.UntilAsync(
                () =>
                {
                    clock.Advance(DeploymentProbes.Period);
                    return scene.Upstream.Seen.Count >= probes;
                },
                $"probe {probes}");
        }
        await Scene.UntilAsync(() => health.State == CircuitState.Open, "an open circuit");
        scene.Upstream.Seen.ShouldAllBe(request => request.Path == "/v1/ping");
    }

    [Fact]
    public async Task Off_is_off()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Configured("run: off"), time: clock);
        BreakForLong(Health(scene), clock);
        for (var i = 0; i < 60; i++) clock.Advance(DeploymentProbes.Period);

        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_health_page_says_how_each_deployment_is_doing()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(time: clock);
        (await PageAsync(scene)).GetProperty("circuit").GetString().ShouldBe("closed");
        var health = Health(scene);
        for (var i = 0; i < CircuitBreaker.FewestSamples; i++) health.Enter().Failed(FailureClass.Unreachable);

        var page = await PageAsync(scene);
        page.GetProperty("name").GetString().ShouldBe("big");
        page.GetProperty("provider").GetString().ShouldBe("up");
        page.GetProperty("circuit").GetString().ShouldBe("open");
        page.GetProperty("retry_after_seconds").GetInt32().ShouldBeInRange(5, 6);
        page.GetProperty("recent_failures").GetInt32().ShouldBe(8);
        page.GetProperty("left_out_of").GetArrayLength().ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(6));
        (await PageAsync(scene)).GetProperty("circuit").GetString().ShouldBe("half_open");
    }

    [Fact]
    public async Task A_reload_keeps_what_is_known_of_the_deployments_that_stay()
    {
        await using var scene = await Scene.StartAsync(time: new FakeTimeProvider());
        Health(scene).Suspect(FailureFamily.Errors);

        (await scene.ReloadAsync(Configured("every: 20s"))).ShouldBeTrue();
        Health(scene).State.ShouldBe(CircuitState.Open);
        (await scene.ReloadAsync(Scene.Configuration.Replace("big", "other", StringComparison.Ordinal))).ShouldBeTrue();
        (await scene.ReloadAsync(Scene.Configuration)).ShouldBeTrue();
        Health(scene).State.ShouldBe(CircuitState.Closed);
    }

    private static string Configured(string probe) =>
        Scene.Configuration.Replace("model: upstream-model,", $"model: upstream-model, probe: {{ {probe} }},", StringComparison.Ordinal);

    private static DeploymentHealth Health(Scene scene) =>
        scene.Part<DeploymentHealths>().Of(scene.Part<Gateway.Configuration.ConfigWatcher>().Current.Deployments["big"]);

    private static async Task<JsonElement> PageAsync(Scene scene)
    {
        using var stranger = scene.ClientWith(null);
        using var response = await stranger.GetAsync("/health/deployments");
        return (await Scene.AnswerAsync(response)).Json.GetProperty("deployments").EnumerateArray().ShouldHaveSingleItem();
    }

    /// <summary>Fails until the pause is over a minute.</summary>
    private static void BreakForLong(DeploymentHealth health, FakeTimeProvider clock)
    {
        health.Suspect(FailureFamily.Errors);
        while (health.OpenFor < TimeSpan.FromMinutes(1))
        {
            clock.Advance(health.OpenFor);
            health.Enter().Failed(FailureClass.Unreachable);
        }
    }
}
