namespace Weir.Gateway.Configuration.Validation;

/// <summary>What a deployment can be asked for, and where it is, can be told from what others are and where they are.</summary>
internal sealed class CapabilitiesValidator : IConfigValidator
{
    private const int SmallestWindow = 256;

    private static readonly string[] Known = ["tools", "images", "audio", "files", "schema"];

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var deployment in config.Deployments.Values)
        {
            foreach (var name in deployment.Supports ?? [])
                if (!Known.Contains(name)) Reference.Unknown(deployment, "supports", name, Known, "capability", $"Write some of {string.Join(", ", Known)}.", errors);
            if (deployment.ContextWindow < SmallestWindow)
                errors.Add(deployment, "context_window", $"{deployment.ContextWindow} is out of range.", $"Write the tokens that the model takes in and gives out together, {SmallestWindow} or more, such as 128000.");
        }
        var regions = config.Deployments.Values.Select(deployment => deployment.Region).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var tenant in config.Tenants.Values)
        {
            if (tenant.Regions is { Count: 0 })
                errors.Add(tenant, "regions", "the list is empty, so no deployment may serve this tenant.", "Name at least one region, or remove the key.");
            foreach (var region in tenant.Regions ?? [])
                if (!regions.Contains(region)) Reference.Unknown(tenant, "regions", region, regions, "deployment in the region", "Give a deployment this region (deployments.NAME.region).", errors);
        }
    }
}
