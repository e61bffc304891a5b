using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Each model leads to deployments that exist, each once, with a share that makes sense.</summary>
internal sealed class RouteValidator : IConfigValidator
{
    private const int HeaviestWeight = 1_000_000;
    private const int MostCandidates = 1_000;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var model in config.Models.Values)
        {
            if (model.At("route") is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
                errors.Add(model, "route", "the route is empty, so the model leads nowhere.", "Add at least one deployment, or remove the model.");
            if (model.Route.Count > MostCandidates)
                errors.Add(model, "route", $"the route has {model.Route.Count} entries.", $"Keep it to {MostCandidates}.");

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var candidate in model.Route)
            {
                Reference.Check(candidate, "deployment", candidate.Deployment, config.Deployments.Keys, "deployment", "deployments", errors);
                if (candidate.Deployment is { } name && !seen.Add(name))
                    errors.Add(candidate, "deployment", "the deployment stands in this route a second time.", "Remove one, and give the other the sum of the weights.");
                if (candidate.Weight is < 1 or > HeaviestWeight)
                    errors.Add(candidate, "weight", $"the weight {candidate.Weight} is out of range.", "Write 1 to 1000000; to send nothing there, remove the entry.");
            }
        }
    }
}
