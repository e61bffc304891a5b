namespace Weir.Gateway.Configuration.Validation;

/// <summary>The tenants whose account a provider is exist.</summary>
internal sealed class AccountValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var provider in config.Providers.Values)
        {
            var owners = provider.AccountOf ?? [];
            if (owners.Count > 1 && owners.Contains(ProviderConfig.AllTenants))
                errors.Add(provider, "account_of", "* stands for all tenants, and others stand beside it.", "Write [\"*\"] alone, or name tenants.");
            foreach (var owner in owners)
                if (owner != ProviderConfig.AllTenants) Reference.Check(provider, "account_of", owner, config.Tenants.Keys, "tenant", "tenants", errors);
        }
    }
}
