namespace Weir.Gateway.Configuration.Validation;

/// <summary>How a deployment is asked to go on with an answer is one of the ways there are, and one that its API knows.</summary>
internal sealed class PrefillValidator : IConfigValidator
{
    private static readonly string[] Known = ["off", "assistant", "vllm", "prefix"];

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var deployment in config.Deployments.Values)
        {
            if (deployment.Prefill is not { } prefill) continue;
            if (!Known.Contains(prefill)) Reference.Unknown(deployment, "prefill", prefill, Known, "way to go on with an answer", $"Write one of {string.Join(", ", Known)}.", errors);
            else if (prefill is "vllm" or "prefix" && config.Providers.GetValueOrDefault(deployment.Provider ?? "") is { Apis: { } apis } && !apis.Contains("chat"))
                errors.Add(deployment, "prefill", $"'{prefill}' is said in chat completions, which the provider '{deployment.Provider}' does not speak.", "Write assistant or off.");
        }
    }
}
