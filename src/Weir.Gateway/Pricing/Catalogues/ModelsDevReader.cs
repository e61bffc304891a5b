using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>Reads models.dev: <c>{ PROVIDER: { models: { MODEL: { cost: { input, output, cache_read, …, tiers } } } } }</c>, in US dollars per million tokens.</summary>
internal static class ModelsDevReader
{
    private const long LongContext = 200_000;

    private static readonly (string Member, PriceKind Kind)[] Kinds =
    [
        ("input", PriceKind.Input), ("output", PriceKind.Output), ("cache_read", PriceKind.CachedInput), ("cache_write", PriceKind.CacheWrite),
        ("reasoning", PriceKind.Reasoning), ("input_audio", PriceKind.AudioInput), ("output_audio", PriceKind.AudioOutput),
    ];

    public static IEnumerable<CatalogueModel> Read(JsonElement root)
    {
        foreach (var provider in root.EnumerateObject())
        {
            if (provider.Value.ValueKind != JsonValueKind.Object || !provider.Value.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Object) continue;
            foreach (var entry in models.EnumerateObject())
            {
                var model = new CatalogueModel($"{BookName(provider.Name)}/{entry.Name}");
                if (entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty("cost", out var cost)) Take(model, cost);
                yield return model;
            }
        }
    }

    private static void Take(CatalogueModel model, JsonElement cost)
    {
        Take(model, cost, 0);
        if (cost.ValueKind != JsonValueKind.Object) return;
        if (cost.TryGetProperty("tiers", out var tiers) && tiers.ValueKind == JsonValueKind.Array)
        {
            foreach (var tier in tiers.EnumerateArray())
                if (tier.ValueKind == JsonValueKind.Object && tier.TryGetProperty("tier", out var at) && Catalogue.Number(at, "size") is > 0 and var size) Take(model, tier, (long)size);
        }
        else if (cost.TryGetProperty("context_over_200k", out var longer))
        {
            Take(model, longer, LongContext);
        }
    }

    private static void Take(CatalogueModel model, JsonElement cost, long above)
    {
        foreach (var (member, kind) in Kinds)
        {
            var rate = Catalogue.Number(cost, member);
            // A cache that costs nothing is one that the provider does not have.
            if (rate == 0 && kind is not (PriceKind.Input or PriceKind.Output)) continue;
            model.Add(kind, rate, ServiceTier.Standard, above);
        }
    }

    private static string BookName(string provider) => provider switch
    {
        "amazon-bedrock" => "bedrock",
        "moonshotai" => "moonshot",
        _ => provider,
    };
}
