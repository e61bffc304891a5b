using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>What features cost beside their calls is an amount of money.</summary>
internal sealed class DeclaredCostValidator : IConfigValidator
{
    private const decimal Highest = 1_000_000_000m;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var cost in config.Features.Values.SelectMany(feature => feature.Costs))
            if (cost.Amount is { } amount and (< 0 or > Highest))
                errors.Add(cost, "amount", $"{Quantity.Show(amount)} is out of range.", "Write US dollars, 0 to 1000000000.");
    }
}
