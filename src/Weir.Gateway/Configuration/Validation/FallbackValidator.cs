using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>What stands in for a route exists, and is something else than the route.</summary>
internal sealed class FallbackValidator : IConfigValidator
{
    private const int MostFallbacks = 20;
    private const int MostRetries = 10;
    private const int LongestAnswer = 16 * 1024;

    private static readonly TimeSpan ShortestKept = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var model in config.Models.Values)
        {
            if (model.Fallbacks?.Count > MostFallbacks)
                errors.Add(model, "fallbacks", $"there are {model.Fallbacks!.Count} fallbacks.", $"Keep it to {MostFallbacks}: a call that fails everywhere tries them all.");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var name in model.Fallbacks ?? []) Check(config, model, name, seen, errors);
            if (model.Retries is < 0 or > MostRetries)
                errors.Add(model, "retries", $"{model.Retries} is out of range.", $"Write 0 to {MostRetries}; 2 is the default.");
            if (model.CachedAnswer is { } kept && (kept < ShortestKept || kept > LongestKept))
                errors.Add(model, "cached_answer", $"{Quantity.Show(kept)} is out of range.", $"Write {Quantity.Show(ShortestKept)} to {Quantity.Show(LongestKept)}; or remove the key, and none is kept.");
            if (model.StaticAnswer is { } answer && (answer.Length > LongestAnswer || string.IsNullOrWhiteSpace(answer)))
                errors.Add(model, "static_answer", answer.Length > LongestAnswer ? "the answer is too long." : "the answer is empty.", $"Write a sentence or two that tell people what to do, at most {LongestAnswer} characters; or remove the key.");
        }
    }

    private static void Check(WeirConfig config, ModelConfig model, string name, HashSet<string> seen, ConfigErrors errors)
    {
        string[] known = [.. config.Deployments.Keys, .. config.Models.Keys.Where(other => other != model.Name)];
        if (!seen.Add(name))
            errors.Add(model, "fallbacks", "a name stands here a second time.", "Remove one.", Shown.Short(name));
        else if (!config.Deployments.ContainsKey(name) && name == model.Name)
            errors.Add(model, "fallbacks", "the model is its own fallback.", "Remove it: the deployments of its route are tried anyway.", Shown.Short(name));
        else if (!known.Contains(name))
            Reference.Unknown(model, "fallbacks", name, known, "deployment and no other model", "Declare it under deployments or models.", errors);
        else if (model.Route.Exists(candidate => candidate.Deployment == name))
            errors.Add(model, "fallbacks", "the deployment is in the route already.", "Remove it here: the deployments of a route stand in for each other.", Shown.Short(name));
    }
}
