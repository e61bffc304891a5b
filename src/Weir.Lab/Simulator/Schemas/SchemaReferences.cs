using System.Text.Json.Nodes;

namespace Weir.Lab.Simulator.Schemas;

/// <summary>Follows <c>$ref</c> within one schema document.</summary>
internal static class SchemaReferences
{
    public static JsonNode? Resolve(JsonNode? root, string reference)
    {
        if (!reference.StartsWith('#'))
            throw new SchemaException($"the reference '{reference}' points outside of the schema.");
        var node = root;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject owner when owner.TryGetPropertyValue(name, out var next) => next,
                JsonArray list when int.TryParse(name, out var index) && index < list.Count => list[index],
                _ => throw new SchemaException($"the reference '{reference}' points at nothing."),
            };
        }

        return node;
    }
}
