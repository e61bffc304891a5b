using System.Text.Json;
using Weir.Gateway.Faults;
using Weir.Gateway.Model;

namespace Weir.Gateway.Admin;

/// <summary>The faults in force on a deployment.</summary>
internal sealed class FaultReport(FaultBoard board) : IDeploymentReport
{
    /// <inheritdoc/>
    public void Write(DeploymentModel deployment, Utf8JsonWriter json)
    {
        json.WriteStartArray("faults");
        foreach (var (fault, _) in board.InForce)
            if (fault.Model.Breaks(deployment.Name, deployment.Provider.Name)) json.WriteStringValue(fault.Model.Name);
        json.WriteEndArray();
    }
}
