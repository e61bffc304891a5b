using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>
/// Reads a file of Portkey's: <c>{ MODEL: { pricing_config: { pay_as_you_go: { request_token: { price }, … }, batch_config, currency } } }</c>,
/// in US cents per token. The provider is the file's name.
/// </summary>
internal static class PortkeyReader
{
    /// <summary>US cents per token to US dollars per million.</summary>
    private const decimal PerMillion = 10_000;

    private const decimal DollarsInCent = 0.01m;

    private static readonly (string Member, PriceKind Kind)[] Kinds =
    [
        ("request_token", PriceKind.Input), ("response_token", PriceKind.Output), ("cache_read_input_token", PriceKind.CachedInput), ("cache_write_input_token", PriceKind.CacheWrite),
    ];

    public static IEnumerable<CatalogueModel> Read(JsonElement root, string provider)
    {
        foreach (var entry in root.EnumerateObject())
        {
            if (entry.Name == "default" || entry.Value.ValueKind != JsonValueKind.Object) continue;
            var model = new CatalogueModel($"{provider}/{entry.Name}");
            if (entry.Value.TryGetProperty("pricing_config", out var config) && config.ValueKind == JsonValueKind.Object && IsDollars(config))
            {
                if (config.TryGetProperty("pay_as_you_go", out var usual)) Take(model, usual, ServiceTier.Standard);
                if (config.TryGetProperty("batch_config", out var batch)) Take(model, batch, ServiceTier.Batch);
            }
            yield return model;
        }
    }

    private static bool IsDollars(JsonElement config) =>
        !config.TryGetProperty("currency", out var currency) || currency.ValueKind != JsonValueKind.String || currency.ValueEquals("USD"u8);

    private static void Take(CatalogueModel model, JsonElement prices, ServiceTier tier)
    {
        foreach (var (member, kind) in Kinds)
        {
            var rate = PriceOf(prices, member);
            if (rate == 0 && kind is not (PriceKind.Input or PriceKind.Output)) continue;
            model.Add(kind, rate * PerMillion, tier);
        }
        if (prices.ValueKind != JsonValueKind.Object || !prices.TryGetProperty("additional_units", out var units)) return;
        if (PriceOf(units, "cache_write_1h") is > 0 and var hour) model.Add(PriceKind.CacheWriteHour, hour * PerMillion, tier);
        if (PriceOf(units, "image_token") is > 0 and var image) model.Add(PriceKind.ImageOutput, image * PerMillion, tier);
        if (PriceOf(units, "web_search") is > 0 and var search) model.Add(PriceKind.WebSearch, search * DollarsInCent, tier);
    }

    private static decimal? PriceOf(JsonElement owner, string member) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var unit) ? Catalogue.Number(unit, "price") : null;
}
