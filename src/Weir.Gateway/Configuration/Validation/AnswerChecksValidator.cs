namespace Weir.Gateway.Configuration.Validation;

/// <summary>What makes an answer no good is said once, and the name that it is known by is one.</summary>
internal sealed class AnswerChecksValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var model in config.Models.Values)
        {
            if (model.Checks?.Distinct(StringComparer.Ordinal).Count() < model.Checks?.Count)
                errors.Add(model, "checks", "a check is named twice.", "Name each once.");
        }
        foreach (var deployment in config.Deployments.Values)
        {
            if (deployment.AnswersAs is { } name && string.IsNullOrWhiteSpace(name))
                errors.Add(deployment, "answers_as", "the name is empty, so no answer could have it.", "Write the name that the answers give, such as gpt-4o*, or remove the key.");
        }
    }
}
