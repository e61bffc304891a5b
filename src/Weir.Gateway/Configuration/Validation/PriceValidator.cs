using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Prices are in the range of prices: one per token instead of per million is noticed at the low end only by its author.</summary>
internal sealed class PriceValidator : IConfigValidator
{
    private const decimal Highest = 100_000m;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var deployment in config.Deployments.Values)
        {
            if (deployment.Price is not { } price) continue;
            foreach (var (key, value) in (ReadOnlySpan<(string, decimal?)>)[("input", price.Input), ("output", price.Output), ("cached_input", price.CachedInput)])
                if (value is < 0 or > Highest)
                    errors.Add(price, key, $"{Quantity.Show(value.Value)} is out of range.", "Write US dollars per million tokens, 0 to 100000.");
        }
    }
}
