using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>What tenants are promised of a deployment can be kept, and what features want can be wanted.</summary>
internal sealed class SharesValidator : IConfigValidator
{
    private const decimal LeastWeight = 0.01m;
    private const decimal MostWeight = 1_000;
    private static readonly TimeSpan SoonestToken = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LatestToken = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        var promised = 0m;
        foreach (var tenant in config.Tenants.Values)
        {
            if (tenant.Weight is < LeastWeight or > MostWeight) errors.Add(tenant, "weight", $"{Quantity.Show(tenant.Weight)} is out of range.", "Write 0.01 to 1000; 1 is usual.");
            if (tenant.Guaranteed is < 0 or > 100) errors.Add(tenant, "guaranteed", $"{Quantity.Show(tenant.Guaranteed)} is out of range.", "Write 0 to 100: percent of what a deployment can take.");
            else if (promised <= 100 && (promised += tenant.Guaranteed) > 100)
                errors.Add(tenant, "guaranteed", $"with this one {Quantity.Show(promised)} percent are guaranteed.", "Lower some tenants' guaranteed: all of them together can be given at most 100 percent.");
        }
        foreach (var feature in config.Features.Values)
        {
            if (feature.FirstToken is { } wanted && (wanted < SoonestToken || wanted > LatestToken)) errors.Add(feature, "first_token", $"{Quantity.Show(wanted)} is out of range.", "Write 10ms to 1h.");
            if (feature.WhenLate == "refuse" && feature.FirstToken is null && !feature.Has("first_token"))
                errors.Add(feature, "when_late", "nothing says when a call is late.", "Add first_token: how soon the first token is wanted; or remove the key.");
        }
    }
}
