using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Testing.Contract;

namespace Weir.Gateway.Tests.Pricing.Catalogues;

/// <summary>
/// A catalogue as it was collected: a list of models with prices in US dollars per million tokens. Turned back here into the form in which its
/// publisher has it, units too.
/// </summary>
internal static class StoredCatalogue
{
    private const decimal Million = 1_000_000;
    private const decimal CentsPerToken = 10_000;

    /// <summary>The collected models.</summary>
    public static IReadOnlyList<JsonObject> Models(string name) =>
        [.. JsonNode.Parse(File.ReadAllText(SharedData.Find(StoredCatalogueFactAttribute.Folder + name + ".json")!))!["models"]!.AsArray().Select(model => model!.AsObject())];

    /// <summary>A number of a model, or null.</summary>
    public static decimal? Number(JsonObject model, string member) => model[member] is JsonValue value ? value.GetValue<decimal>() : null;

    public static string Text(JsonObject model, string member) => model[member]?.GetValue<string>() ?? "";

    public static JsonElement ModelsDev(IEnumerable<JsonObject> models) => Element(new JsonObject(models.GroupBy(model => Text(model, "provider")).Select(provider =>
        KeyValuePair.Create(provider.Key, (JsonNode?)new JsonObject { ["models"] = new JsonObject(provider.Select(model => Entry(Text(model, "model"), new JsonObject { ["cost"] = Cost(model) }))) }))));

    public static JsonElement LiteLLM(IEnumerable<JsonObject> models) => Element(new JsonObject(models.Select(model => Entry(Text(model, "model"), PerToken(model)))));

    public static JsonElement OpenRouter(IEnumerable<JsonObject> models) => Element(new JsonObject
    {
        ["data"] = new JsonArray([.. models.Select(model => new JsonObject
        {
            ["id"] = Text(model, "model"),
            ["pricing"] = new JsonObject
            {
                ["prompt"] = $"{Number(model, "input") / Million}",
                ["completion"] = $"{Number(model, "output") / Million}",
                ["input_cache_read"] = $"{(Number(model, "cache_read") ?? 0) / Million}",
            },
        })]),
    });

    public static JsonElement Portkey(IEnumerable<JsonObject> models) => Element(new JsonObject(models.Select(model => Entry(Text(model, "model"), new JsonObject
    {
        ["pricing_config"] = new JsonObject { ["pay_as_you_go"] = Prices(model, "input", "output", "cache_read"), ["batch_config"] = Prices(model, "batch_input", "batch_output", ""), ["currency"] = "USD" },
    }))));

    private static JsonObject Cost(JsonObject model)
    {
        var cost = new JsonObject();
        foreach (var member in (string[])["input", "output", "cache_read", "cache_write", "tiers"])
            if (model[member] is { } value) cost[member] = value.DeepClone();
        return cost;
    }

    private static JsonObject PerToken(JsonObject model)
    {
        var entry = new JsonObject { ["litellm_provider"] = Text(model, "provider") };
        foreach (var (member, name) in (ReadOnlySpan<(string, string)>)[("input", "input_cost_per_token"), ("output", "output_cost_per_token"), ("cache_read", "cache_read_input_token_cost")])
            if (Number(model, member) is { } rate) entry[name] = rate / Million;
        foreach (var (name, rate) in model["tiers"] as JsonObject ?? []) entry[name] = rate!.GetValue<decimal>() / Million;
        return entry;
    }

    private static JsonObject Prices(JsonObject model, string input, string output, string cached)
    {
        var prices = new JsonObject();
        foreach (var (member, name) in (ReadOnlySpan<(string, string)>)[(input, "request_token"), (output, "response_token"), (cached, "cache_read_input_token")])
            if (Number(model, member) is { } rate) prices[name] = new JsonObject { ["price"] = rate / CentsPerToken };
        return prices;
    }

    private static KeyValuePair<string, JsonNode?> Entry(string name, JsonNode value) => KeyValuePair.Create(name, (JsonNode?)value);

    private static JsonElement Element(JsonNode node) => JsonDocument.Parse(node.ToJsonString()).RootElement;
}
