using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Hedges have somewhere to go, and are few.</summary>
internal sealed class HedgeValidator : IConfigValidator
{
    /// <summary>Percent of calls: those that are later than 19 of 20. More than that is load, and helps nobody.</summary>
    private const decimal Most = 5;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var model in config.Models.Values)
        {
            if (model.Hedge is not { } hedge) continue;
            if (hedge is <= 0 or > Most)
                errors.Add(model, "hedge", $"{Quantity.Show(hedge)} is out of range.", $"Write a number above 0, up to {Quantity.Show(Most)}: percent of the model's calls; or remove the key, and none is sent twice.");
            if (model.Route.Count == 1 && model.Fallbacks is not { Count: > 0 })
                errors.Add(model, "hedge", "the model has one deployment, so there is no second one that a late call could go to.", "Add a deployment to its route or to its fallbacks, at another provider if you can; or remove the key.");
        }
    }
}
