using System.Text.Json;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>What catalogues are called, and how each is known.</summary>
internal static class CatalogueFormats
{
    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Enum.GetValues<CatalogueFormat>().Select(NameOf);

    /// <summary>What it is called on the command line, and as a source of prices.</summary>
    public static string NameOf(CatalogueFormat format) => format switch
    {
        CatalogueFormat.ModelsDev => "models.dev",
        CatalogueFormat.LiteLLM => "litellm",
        CatalogueFormat.OpenRouter => "openrouter",
        CatalogueFormat.Portkey => "portkey",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
    };

    /// <summary>Reads a name back; null when no format has it.</summary>
    public static CatalogueFormat? Parse(string? name) => Enum.GetValues<CatalogueFormat>().Select(format => (CatalogueFormat?)format).FirstOrDefault(format => NameOf(format!.Value) == name);

    /// <summary>The format of a file by its shape; null when it is none of them.</summary>
    public static CatalogueFormat? Recognise(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;
        if (root.TryGetProperty("data", out var list) && list.ValueKind == JsonValueKind.Array) return CatalogueFormat.OpenRouter;
        foreach (var entry in root.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Object) continue;
            if (entry.Value.TryGetProperty("pricing_config", out _)) return CatalogueFormat.Portkey;
            if (entry.Value.TryGetProperty("litellm_provider", out _)) return CatalogueFormat.LiteLLM;
            if (entry.Value.TryGetProperty("models", out var models) && models.ValueKind == JsonValueKind.Object) return CatalogueFormat.ModelsDev;
        }
        return null;
    }
}
