using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>What a key names exists.</summary>
internal sealed class KeyReferencesValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var key in config.Keys.Values)
        {
            Reference.Check(key, "tenant", key.Tenant, config.Tenants.Keys, "tenant", "tenants", errors);
            if (config.Features.Count > 0) Reference.Check(key, "feature", key.Feature, config.Features.Keys, "feature", "features", errors);
            else if (key.Feature is { } feature && !NamesValidator.IsName(feature))
                errors.Add(key, "feature", "not a feature's name.", "Use 1 to 128 letters, digits and . _ : / - and begin with a letter or digit.");

            if (key.At("models") is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
                errors.Add(key, "models", "the list is empty, so the key may ask for nothing.", "Name models, or remove the key \"models\" to allow all.");
            foreach (var model in key.Models ?? [])
                if (!config.Models.ContainsKey(model))
                    ReportModel(key, model, config, errors);
        }
    }

    private static void ReportModel(KeyConfig key, string model, WeirConfig config, ConfigErrors errors)
    {
        var item = (key.At("models") as ListNode)?.Items.OfType<ScalarNode>().FirstOrDefault(n => n.Text == model);
        if (item is null) errors.Add(key, "models", "an entry names no model.", "Name only models that stand under models.");
        else errors.Add(item, $"there is no model \"{Shown.Short(model)}\".", Nearest.Remedy(model, config.Models.Keys, "Declare it under models."), Shown.Short(model));
    }
}
