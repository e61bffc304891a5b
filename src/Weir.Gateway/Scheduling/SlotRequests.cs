using Weir.Gateway.Calls;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Tokens;

namespace Weir.Gateway.Scheduling;

/// <summary>Says what a call wants of a deployment: for whom, how soon, and how much.</summary>
internal sealed class SlotRequests
{
    /// <summary>How long answers are, by deployment; limits keep theirs by model.</summary>
    private readonly OutputEstimates _estimates = new();

    /// <summary>What a call wants of a deployment.</summary>
    public SlotRequest Of(Call call, DeploymentModel deployment)
    {
        var tenant = call.Model.Tenants.GetValueOrDefault(call.Key!.Tenant) ?? TenantModel.Unknown;
        var feature = call.Record.Feature is { } name ? call.Model.Features.GetValueOrDefault(name) : null;
        return new SlotRequest(call.Key.Tenant, call.Priority, call.TimeLeft)
        {
            Weight = tenant.Weight,
            Guaranteed = tenant.Guaranteed,
            FirstToken = feature?.FirstToken,
            RefusesLate = feature is { RefusesLate: true },
            InputTokens = TokenEstimate.OfBytes(call.Body!.Bytes.Length),
            OutputTokens = call.Endpoint.HasOutput ? _estimates.Expected(call.Key.Tenant, deployment.Name, maxTokens: null) : 0,
            Costs = deployment.ServiceCosts,
        };
    }

    /// <summary>Learns from an attempt that was answered, by its provider's count.</summary>
    public void Learn(Call call, DeploymentModel deployment, long outputTokens)
    {
        if (call.Endpoint.HasOutput) _estimates.Learn(call.Key!.Tenant, deployment.Name, outputTokens);
    }
}
