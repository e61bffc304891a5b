using System.Text.Json;

namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>A public catalogue of prices, read.</summary>
/// <param name="Format">Whose it is.</param>
/// <param name="Rows">Its prices as lines of a price book.</param>
/// <param name="Skipped">How many of its models state no price, or one that varies, or mean another model tomorrow.</param>
internal sealed record Catalogue(CatalogueFormat Format, IReadOnlyList<PriceRow> Rows, int Skipped)
{
    /// <summary>Reads a catalogue.</summary>
    /// <param name="root">The file.</param>
    /// <param name="format">Whose it is.</param>
    /// <param name="provider">Whose models they are, in a catalogue that does not say so (Portkey's); else null.</param>
    /// <param name="asOf">Its date.</param>
    public static Catalogue Read(JsonElement root, CatalogueFormat format, string? provider, DateOnly asOf)
    {
        var models = format switch
        {
            CatalogueFormat.ModelsDev => ModelsDevReader.Read(root),
            CatalogueFormat.LiteLLM => LiteLLMReader.Read(root),
            CatalogueFormat.OpenRouter => OpenRouterReader.Read(root),
            _ => PortkeyReader.Read(root, provider ?? throw new ArgumentNullException(nameof(provider))),
        };
        var (rows, skipped, names) = (new List<PriceRow>(), 0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var model in models)
        {
            // What "latest" is today, each catalogue has frozen at another day.
            var made = model.Name.EndsWith("-latest", StringComparison.Ordinal) || !names.Add(model.Name) ? [] : model.Rows(CatalogueFormats.NameOf(format), asOf).ToList();
            if (made.Count == 0) skipped++;
            rows.AddRange(made);
        }
        return new Catalogue(format, rows, skipped);
    }

    /// <summary>A member that is a number, or a number as text; null when it is neither.</summary>
    public static decimal? Number(JsonElement owner, string member)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetDecimal(out var number) ? number : null;
        if (value.ValueKind != JsonValueKind.String) return null;
        return decimal.TryParse(value.GetString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var said) ? said : null;
    }
}
