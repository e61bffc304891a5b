using Weir.Gateway.Pricing;

namespace Weir.Gateway.Costs.WhatIf;

/// <summary>What calls for one model at one deployment cost, and what they would.</summary>
/// <param name="model">The model that clients asked for.</param>
/// <param name="deployment">Where they went.</param>
internal sealed class WhatIfLine(string model, string deployment)
{
    public string Model { get; } = model;

    public string Deployment { get; } = deployment;

    public long Attempts { get; private set; }

    /// <summary>US dollars that they cost, where that is known.</summary>
    public decimal Now { get; private set; }

    /// <summary>Attempts whose cost nobody knows.</summary>
    public long Uncosted { get; private set; }

    /// <summary>US dollars that they would cost; null where there is no price to reckon with.</summary>
    public decimal? Then { get; private set; } = 0;

    /// <summary>What has no price of its own.</summary>
    public PriceGaps Gaps { get; private set; }

    /// <summary>Counts more of them.</summary>
    public void Add(UsageGroup group, Charge then)
    {
        (Attempts, Now, Uncosted) = (Attempts + group.Attempts, Now + group.Cost, Uncosted + group.Uncosted);
        (Then, Gaps) = (Then + then.Amount, Gaps | then.Gaps);
    }
}
