using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Names fit into headers, addresses, logs and tables. And a file that offers no model is a mistake, not a wish.</summary>
internal sealed class NamesValidator : IConfigValidator
{
    /// <summary>The rule as a regular expression, for the schema; the check itself needs none.</summary>
    public const string Pattern = "^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$";

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        // An editor that saves in two steps shows an empty file for a moment: it must not become the configuration.
        if (config.Models.Count == 0)
            errors.Add(config, "models", "no model is declared, so no client could ask for anything.", "Add at least one; weir config prints a working file.");

        Check(config.Providers.Values, errors);
        Check(config.Deployments.Values, errors);
        Check(config.Models.Values, errors);
        Check(config.Tenants.Values, errors);
        Check(config.Features.Values, errors);
        Check(config.Keys.Values, errors);
        Check(config.Faults.Values, errors);
        Check(config.Alerts.Values, errors);
        Check(config.Budgets.Values, errors);
        Check(config.RateLimits.Values, errors);
    }

    /// <summary>Whether the text may be a name.</summary>
    public static bool IsName(string name)
    {
        if (name.Length is 0 or > 128 || !char.IsAsciiLetterOrDigit(name[0])) return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or ':' or '/' or '-')) return false;
        return true;
    }

    private static void Check(IEnumerable<ConfigSection> sections, ConfigErrors errors)
    {
        foreach (var section in sections)
            if (!IsName(section.Name) && section.Node is ConfigNode node)
                errors.Add(node, $"\"{Shown.Short(section.Name)}\" cannot be a name.", "Use 1 to 128 letters, digits and . _ : / - and begin with a letter or digit.", section.Name);
    }
}
