using Weir.Gateway.Model;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Costs.WhatIf;

/// <summary>Finds prices by the names that people and the ledger use.</summary>
/// <param name="model">The configuration.</param>
/// <param name="book">Its price book.</param>
internal sealed class DeploymentPrices(GatewayModel model, PriceBook book)
{
    /// <summary>What a deployment costs now; null where it is not there any more, or has no price.</summary>
    public PriceModel? Own(string deployment) => model.Deployments.GetValueOrDefault(deployment)?.Price;

    /// <summary>The price of a deployment, or of an entry of the book; null where there is none.</summary>
    public PriceModel? Find(string name) => Own(name) ?? book.Find(name);
}
