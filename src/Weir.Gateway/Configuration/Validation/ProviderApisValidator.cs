using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>A provider's preset exists, and its APIs are ones that its dialect can mean.</summary>
internal sealed class ProviderApisValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var provider in config.Providers.Values)
        {
            if (provider.Preset is { } preset && ProviderPresets.Find(preset) is null)
                Reference.Unknown(provider, "preset", preset, [.. ProviderPresets.All.Select(known => known.Name)], "preset", "weir providers lists them.", errors);
            if (provider.At("apis") is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
                errors.Add(provider, "apis", "the list is empty, so nothing can be asked of the provider.", "Name at least one API, or remove the key.");
            foreach (var api in provider.Apis ?? [])
                if (!Fits(api, provider.Dialect))
                    errors.Add(provider, "apis", $"a provider of dialect {provider.Dialect} offers no API {api}.", Fitting(provider.Dialect));
            if (provider.Apis?.Distinct(StringComparer.Ordinal).Count() < provider.Apis?.Count)
                errors.Add(provider, "apis", "an API is named twice.", "Name each once, the best one first.");
        }
    }

    /// <summary>Servers of OpenAI's family offer Anthropic's API beside it more and more often; the others keep to their own.</summary>
    private static bool Fits(string api, string? dialect) => dialect switch
    {
        "anthropic" => api == "messages",
        "gemini" => api == "gemini",
        "bedrock" => api == "converse",
        _ => api is "chat" or "responses" or "messages",
    };

    private static string Fitting(string? dialect) => dialect switch
    {
        "anthropic" => "Write [messages].",
        "gemini" => "Write [gemini].",
        "bedrock" => "Write [converse].",
        _ => "Write any of chat, responses and messages.",
    };
}
