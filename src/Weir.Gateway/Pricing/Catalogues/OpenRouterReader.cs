using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>Reads OpenRouter's list: <c>{ data: [ { id, pricing: { prompt, completion, … } } ] }</c>, in US dollars per token, as texts.</summary>
internal static class OpenRouterReader
{
    private const decimal Million = 1_000_000;

    private static readonly (string Member, PriceKind Kind)[] Kinds =
    [
        ("prompt", PriceKind.Input), ("completion", PriceKind.Output), ("input_cache_read", PriceKind.CachedInput), ("input_cache_write", PriceKind.CacheWrite),
        ("input_cache_write_1h", PriceKind.CacheWriteHour), ("internal_reasoning", PriceKind.Reasoning), ("audio", PriceKind.AudioInput), ("audio_output", PriceKind.AudioOutput),
        ("input_audio_cache", PriceKind.CachedAudio), ("web_search", PriceKind.WebSearch), ("request", PriceKind.Request),
    ];

    public static IEnumerable<CatalogueModel> Read(JsonElement root)
    {
        foreach (var entry in root.GetProperty("data").EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String) continue;
            var model = new CatalogueModel("openrouter/" + id.GetString());
            if (entry.TryGetProperty("pricing", out var pricing))
            {
                Take(model, pricing, 0);
                if (pricing.ValueKind == JsonValueKind.Object && pricing.TryGetProperty("overrides", out var longer) && longer.ValueKind == JsonValueKind.Array)
                    foreach (var one in longer.EnumerateArray())
                        if (Catalogue.Number(one, "min_prompt_tokens") is > 1 and var from) Take(model, one, (long)from - 1);
            }
            yield return model;
        }
    }

    private static void Take(CatalogueModel model, JsonElement pricing, long above)
    {
        foreach (var (member, kind) in Kinds)
        {
            var rate = Catalogue.Number(pricing, member);
            // What is not charged is listed as zero.
            if (rate == 0 && kind is not (PriceKind.Input or PriceKind.Output)) continue;
            model.Add(kind, PriceKinds.IsPerMillion(kind) ? rate * Million : rate, ServiceTier.Standard, above);
        }
    }
}
