using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Endpoints;

/// <summary>What somebody on call asks: which deployments get calls, and why not the others. No more than <c>/metrics</c> says, and as open.</summary>
internal sealed class DeploymentHealthEndpoint(ConfigWatcher configuration, HealthReport report)
{
    /// <summary>GET /health/deployments: all deployments of the configuration, by name.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("deployments");
        foreach (var deployment in configuration.Current.Deployments.Values.OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", deployment.Name);
            json.WriteString("provider", deployment.Provider.Name);
            report.Write(deployment, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
