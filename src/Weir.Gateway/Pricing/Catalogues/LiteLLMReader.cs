using System.Globalization;
using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>
/// Reads LiteLLM's price map: <c>{ MODEL: { litellm_provider, input_cost_per_token, … } }</c>, in US dollars. Names of prices end in the
/// length of context and the tier that they hold for: <c>input_cost_per_token_above_272k_tokens_flex</c>.
/// </summary>
internal static class LiteLLMReader
{
    private const decimal Million = 1_000_000;

    private static readonly (string Member, PriceKind Kind)[] Kinds =
    [
        ("input_cost_per_token", PriceKind.Input), ("output_cost_per_token", PriceKind.Output), ("cache_read_input_token_cost", PriceKind.CachedInput),
        ("cache_creation_input_token_cost", PriceKind.CacheWrite), ("cache_creation_input_token_cost_above_1hr", PriceKind.CacheWriteHour),
        ("input_cost_per_audio_token", PriceKind.AudioInput), ("output_cost_per_audio_token", PriceKind.AudioOutput), ("output_cost_per_reasoning_token", PriceKind.Reasoning),
        ("input_cost_per_image_token", PriceKind.ImageInput), ("output_cost_per_image_token", PriceKind.ImageOutput),
        ("output_cost_per_image", PriceKind.Image), ("input_cost_per_second", PriceKind.AudioSecond), ("input_cost_per_request", PriceKind.Request),
    ];

    private static readonly (string Ending, ServiceTier Tier)[] Tiers = [("_batches", ServiceTier.Batch), ("_flex", ServiceTier.Flex), ("_priority", ServiceTier.Priority)];

    public static IEnumerable<CatalogueModel> Read(JsonElement root)
    {
        foreach (var entry in root.EnumerateObject())
        {
            // The first entry explains the others.
            if (entry.Name == "sample_spec" || entry.Value.ValueKind != JsonValueKind.Object) continue;
            var provider = entry.Value.TryGetProperty("litellm_provider", out var told) && told.ValueKind == JsonValueKind.String ? told.GetString()! : "unknown";
            var model = new CatalogueModel(NameOf(provider, entry.Name));
            foreach (var member in entry.Value.EnumerateObject()) Take(model, member.Name, Catalogue.Number(entry.Value, member.Name));
            yield return model;
        }
    }

    private static void Take(CatalogueModel model, string name, decimal? rate)
    {
        if (rate is null) return;
        var (tier, above) = (ServiceTier.Standard, 0L);
        foreach (var (ending, known) in Tiers)
            if (name.EndsWith(ending, StringComparison.Ordinal)) (name, tier) = (name[..^ending.Length], known);
        var at = name.LastIndexOf("_above_", StringComparison.Ordinal);
        if (at > 0 && name.EndsWith("k_tokens", StringComparison.Ordinal)
            && long.TryParse(name[(at + "_above_".Length)..^"k_tokens".Length], NumberStyles.None, CultureInfo.InvariantCulture, out var thousands)) (name, above) = (name[..at], thousands * 1000);
        foreach (var (member, kind) in Kinds)
        {
            if (member != name || (rate == 0 && kind is not (PriceKind.Input or PriceKind.Output))) continue;
            model.Add(kind, PriceKinds.IsPerMillion(kind) ? rate * Million : rate, tier, above);
        }
    }

    private static string NameOf(string provider, string model)
    {
        var book = provider switch
        {
            "gemini" => "google",
            "bedrock_converse" => "bedrock",
            "dashscope" => "alibaba",
            "xiaomi_mimo" => "xiaomi",
            "cohere_chat" => "cohere",
            "text-completion-openai" => "openai",
            _ when provider.StartsWith("vertex_ai", StringComparison.Ordinal) => "vertex",
            _ => provider,
        };
        var prefix = provider.StartsWith("vertex_ai", StringComparison.Ordinal) ? "vertex_ai/" : provider + "/";
        return $"{book}/{(model.StartsWith(prefix, StringComparison.Ordinal) ? model[prefix.Length..] : model)}";
    }
}
