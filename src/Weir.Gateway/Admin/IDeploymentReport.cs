using System.Text.Json;
using Weir.Gateway.Model;

namespace Weir.Gateway.Admin;

/// <summary>Adds what one part of the gateway knows about a deployment to <c>GET /admin/v1/deployments</c>.</summary>
internal interface IDeploymentReport
{
    /// <summary>Writes members of the deployment's object; names must be its own.</summary>
    void Write(DeploymentModel deployment, Utf8JsonWriter json);
}
