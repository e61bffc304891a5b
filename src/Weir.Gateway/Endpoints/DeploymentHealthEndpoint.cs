using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;

namespace Weir.Gateway.Endpoints;

/// <summary>What somebody on call asks: which deployments get calls, and why not the others.</summary>
internal sealed class DeploymentHealthEndpoint(ConfigWatcher configuration, DeploymentHealths healths, ConcurrencyLimits limits)
{
    /// <summary>GET /health/deployments: all deployments of the configuration, by name.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("deployments");
        foreach (var deployment in configuration.Current.Deployments.Values.OrderBy(each => each.Name, StringComparer.Ordinal)) Write(json, deployment);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, DeploymentModel deployment)
    {
        var health = healths.Of(deployment);
        var (calls, failures) = health.Counts;
        json.WriteStartObject();
        json.WriteString("deployment", deployment.Name);
        json.WriteString("provider", deployment.Provider.Name);
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
        json.WriteEndObject();
    }

    private static string NameOf(CircuitState state) => state switch
    {
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half_open",
        _ => "closed",
    };
}
