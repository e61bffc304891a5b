using Weir.Gateway.Configuration;
using Weir.Gateway.Health;
using Weir.Gateway.Scheduling;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Attempts.TwoProviders;

namespace Weir.Gateway.Tests.EndToEnd.Attempts;

/// <summary>What a client brings upon itself is not held against the deployment, which others need.</summary>
[Trait("Category", "Slow")]
public sealed class BlameTests
{
    /// <summary>Enough failures to open a circuit, were they a deployment's.</summary>
    private const int Calls = 12;

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task Clients_in_a_hurry_close_no_deployment_for_the_others(string body)
    {
        await using var scene = await Scene.StartAsync(With());
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));
        var limit = Limit(scene, "first");

        for (var i = 0; i < Calls; i++)
            (await scene.PostAsync("/v1/chat/completions", body, ("x-weir-timeout", "200ms"))).Headers["x-weir-attempts"].ShouldBe("2");

        (Health(scene, "first").State, Limit(scene, "first")).ShouldBe((CircuitState.Closed, limit));
        scene.Play();
        (await scene.ChatAsync(body)).Headers["x-weir-deployment"].ShouldBe("first");
    }

    [Fact]
    public async Task A_deployment_that_is_silent_for_long_is_closed_however_little_time_its_calls_have()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(With(), clock);
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));

        var calls = Enumerable.Range(0, Calls).Select(_ => scene.PostAsync("/v1/chat/completions", Scene.Hello, ("x-weir-timeout", "12s"))).ToArray();
        await Scene.UntilAsync(() => scene.Asked() == (Calls, 0), "the first is asked");
        clock.Advance(TimeSpan.FromSeconds(6));
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Headers["x-weir-attempts"] == "2");

        Health(scene, "first").State.ShouldNotBe(CircuitState.Closed);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(403)]
    public async Task A_thing_that_a_client_names_and_the_provider_does_not_give_says_nothing_of_the_deployment(int status)
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration + "\nserver: { relay_to: big }");
        scene.Upstream.Behaviour = (http, request) => request.Path.Contains("/files/", StringComparison.Ordinal)
            ? ScriptedUpstream.JsonAsync(http, status, """{"error":{"message":"No such File object: gone","type":"invalid_request_error","param":"id","code":null}}""")
            : ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);

        for (var i = 0; i < Calls; i++) using (await scene.Client.GetAsync("/v1/files/gone")) { }

        Health(scene, "big").State.ShouldBe(CircuitState.Closed);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_model_that_is_not_there_does()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = Fails(404, "model_not_found");

        for (var i = 0; i < Calls; i++) await scene.ChatAsync(Scene.Hello);

        Health(scene, "big").State.ShouldNotBe(CircuitState.Closed);
    }

    private static DeploymentHealth Health(Scene scene, string deployment) => scene.Part<DeploymentHealths>().Of(scene.Part<ConfigWatcher>().Current.Deployments[deployment]);

    private static int Limit(Scene scene, string deployment) => scene.Part<ConcurrencyLimits>().Of(scene.Part<ConfigWatcher>().Current.Deployments[deployment]).Limit;
}
