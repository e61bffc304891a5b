using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Admin;

/// <summary>Shows the deployments, and what the gateway's parts know about them.</summary>
internal sealed class DeploymentsEndpoint(ConfigWatcher configuration, IEnumerable<IDeploymentReport> reports)
{
    private readonly IDeploymentReport[] _reports = [.. reports];

    /// <summary>GET /admin/v1/deployments</summary>
    public Task ListAsync(HttpContext http, string by) => AdminReply.WriteAsync(http, 200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("deployments");
        foreach (var deployment in configuration.Current.Deployments.Values.OrderBy(deployment => deployment.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", deployment.Name);
            json.WriteString("provider", deployment.Provider.Name);
            json.WriteString("model", deployment.UpstreamModel);
            foreach (var report in _reports) report.Write(deployment, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
