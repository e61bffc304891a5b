using System.Text.Json;
using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;

namespace Weir.Gateway.Admin;

/// <summary>Whether a deployment gets calls, and if not, why.</summary>
internal sealed class HealthReport(DeploymentHealths healths, ConcurrencyLimits limits) : IDeploymentReport
{
    /// <inheritdoc/>
    public void Write(DeploymentModel deployment, Utf8JsonWriter json)
    {
        var health = healths.Of(deployment);
        var (calls, failures) = health.Counts;
        json.WriteString("circuit", NameOf(health.State));
        json.WriteNumber("retry_after_seconds", Math.Ceiling(health.OpenFor.TotalSeconds));
        json.WriteNumber("recent_calls", calls);
        json.WriteNumber("recent_failures", failures);
        json.WriteStartArray("left_out_of");
        foreach (var model in healths.EjectedFrom(deployment.Name)) json.WriteStringValue(model);
        json.WriteEndArray();
        var limit = limits.Of(deployment);
        json.WriteNumber("concurrency_limit", limit.Limit);
        json.WriteNumber("attempts_in_flight", limit.InFlight);
        json.WriteNumber("attempts_waiting", limit.Waiting);
    }

    private static string NameOf(CircuitState state) => state switch
    {
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half_open",
        _ => "closed",
    };
}
