using Microsoft.Extensions.Logging;
using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Tests.Configuration;
using Weir.Gateway.Upstream;
using Weir.Testing;

namespace Weir.Gateway.Tests.Health;

/// <summary>Deployments a, b, c, d of one route <c>m</c>, their health, a clock that stands still, and what was logged.</summary>
internal sealed class GivenHealth : IDisposable
{
    private readonly LogCapture _log = new();
    private readonly ILoggerFactory _loggers;

    public GivenHealth(int deployments = 4, Func<double>? random = null, FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new FakeTimeProvider();
        var names = "abcdefghij"[..deployments];
        Model = Given.Model(
            $$"""
            providers:
              sim: { built_in: simulator }
            deployments:
            {{string.Concat(names.Select(name => $"  {name}: {{ provider: sim, price: {{ input: 0, output: 0 }} }}\n"))}}
            models:
              m: { route: [{{string.Join(", ", names.ToCharArray())}}] }
            """);
        _loggers = LoggerFactory.Create(_log.Attach);
        Healths = new DeploymentHealths(random ?? (static () => 0.5), Clock, Metrics, _loggers.CreateLogger<DeploymentHealths>());
    }

    public FakeTimeProvider Clock { get; }

    public WeirMetrics Metrics { get; } = new();

    public GatewayModel Model { get; }

    public DeploymentHealths Healths { get; }

    public RouteModel Route => Model.Models["m"];

    /// <summary>The messages so far, without what surrounds them.</summary>
    public IReadOnlyList<string> Logged => _log.Lines;

    public DeploymentHealth Health(string name) => Healths.Of(Model.Deployments[name]);

    /// <summary>The names of those that calls may be sent to, in their order.</summary>
    public string Healthy() => string.Concat(Healths.Healthy(Route).Select(candidate => candidate.Deployment.Name));

    public void Succeed(string name, int times = 1)
    {
        for (var i = 0; i < times; i++) Health(name).Enter().Succeeded();
    }

    public void Fail(string name, int times = 1)
    {
        for (var i = 0; i < times; i++) Health(name).Enter().Failed(FailureClass.ServerError);
    }

    /// <summary>Opens a deployment's circuit.</summary>
    public void Break(string name) => Fail(name, CircuitBreaker.FewestSamples);

    /// <inheritdoc/>
    public void Dispose()
    {
        Metrics.Dispose();
        _loggers.Dispose();
    }
}
