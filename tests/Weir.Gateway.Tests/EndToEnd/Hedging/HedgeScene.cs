using Weir.Gateway.Configuration;
using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Tests.EndToEnd.Attempts;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>A gateway whose model may be hedged, and whose first deployment is known to answer in 100 ms: it is late after 200.</summary>
internal static class HedgeScene
{
    /// <summary>What the first deployment usually takes.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(100);

    /// <summary>Twice the median; times are kept to 5 %.</summary>
    public static readonly TimeSpan Late = 2 * Usual;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>Calls that make it known, and that earn two hedges at 5 %.</summary>
    private const int Before = 40;

    /// <summary>Starts a gateway and has it learn what is usual.</summary>
    /// <param name="clock">The gateway's clock.</param>
    /// <param name="body">Calls like those that are to be hedged.</param>
    /// <param name="model">More keys of the model.</param>
    /// <param name="path">Where they are posted to.</param>
    public static async Task<Scene> StartAsync(FakeTimeProvider clock, string body, string model = "retries: 0", string path = "/v1/chat/completions")
    {
        var scene = await Scene.StartAsync(TwoProviders.With($"hedge: 5, {model}"), clock);
        await scene.LearnAsync(clock, body, Usual, path: path);
        return scene;
    }

    /// <summary>Has calls answered by the first deployment in a time.</summary>
    public static async Task LearnAsync(this Scene scene, FakeTimeProvider clock, string body, TimeSpan took, int calls = Before, string path = "/v1/chat/completions")
    {
        scene.Play(first: (http, request) =>
        {
            clock.Advance(took);
            return TwoProviders.AnswerAsync(http, request);
        });
        for (var i = 0; i < calls; i++) (await scene.PostAsync(path, body)).Status.ShouldBe(200);
    }

    /// <summary>Moves the clock on until the second deployment is asked.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> UntilHedgedAsync(this Scene scene, FakeTimeProvider clock)
    {
        var began = clock.GetUtcNow();
        await clock.UntilAsync(() => scene.Asked().Second > 0, "a second deployment is asked");
        return clock.GetUtcNow() - began;
    }

    /// <summary>Moves the clock on in small steps until something holds.</summary>
    public static Task UntilAsync(this FakeTimeProvider clock, Func<bool> holds, string what) => Scene.UntilAsync(
        () =>
        {
            if (holds()) return true;
            clock.Advance(Step);
            return false;
        },
        what);

    /// <summary>How many attempts are under way at a deployment.</summary>
    public static int InFlightAt(this Scene scene, string deployment) => scene.LimitOf(deployment).InFlight;

    /// <summary>How much a deployment can take.</summary>
    public static DeploymentLimit LimitOf(this Scene scene, string deployment) => scene.Part<ConcurrencyLimits>().Of(scene.Deployment(deployment));

    /// <summary>How a deployment is doing.</summary>
    public static DeploymentHealth HealthOf(this Scene scene, string deployment) => scene.Part<DeploymentHealths>().Of(scene.Deployment(deployment));

    /// <summary>Checks that nothing of any call is left: no slot, no trial.</summary>
    public static async Task ShouldHoldNothingAsync(this Scene scene)
    {
        await Scene.UntilAsync(() => scene.InFlight == 0, "all calls have ended");
        var (limits, healths) = (scene.Part<ConcurrencyLimits>(), scene.Part<DeploymentHealths>());
        foreach (var deployment in scene.Part<ConfigWatcher>().Current.Deployments.Values)
        {
            (limits.Of(deployment).InFlight, limits.Of(deployment).Waiting).ShouldBe((0, 0), deployment.Name);
            if (healths.Of(deployment).State != CircuitState.Open) healths.Of(deployment).TryEnter(out _).ShouldBeTrue(deployment.Name);
        }
    }

    private static DeploymentModel Deployment(this Scene scene, string name) => scene.Part<ConfigWatcher>().Current.Deployments[name];
}
