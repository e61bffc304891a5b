using System.Text.Json;

namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>Reads what a usage or cost API answers: a page of buckets of time with results in each, or a list of such pages.</summary>
internal static class UsagePages
{
    /// <summary>Reads one page, or a list of them.</summary>
    /// <exception cref="FormatException">It is no such page.</exception>
    public static ExportTable Read(JsonElement root)
    {
        var (columns, rows, hasMore) = (new HashSet<string>(StringComparer.Ordinal), new List<IReadOnlyDictionary<string, string>>(), false);
        foreach (var page in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToArray() : [root])
        {
            if (!TryList(page, "data", out var buckets)) throw new FormatException("it has no list \"data\", as pages of a usage API do");
            foreach (var bucket in buckets.EnumerateArray())
            {
                if (!TryList(bucket, "results", out var results)) throw new FormatException("an entry of \"data\" has no list \"results\"");
                foreach (var result in results.EnumerateArray())
                {
                    var row = new Dictionary<string, string>(StringComparer.Ordinal);
                    Flatten("", bucket, row, columns, without: "results");
                    Flatten("", result, row, columns);
                    rows.Add(row);
                }
            }
            // Of several pages only the last one tells whether any is missing.
            hasMore = page.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True;
        }
        return new ExportTable(columns, rows) { HasMore = hasMore };
    }

    private static bool TryList(JsonElement element, string name, out JsonElement list)
    {
        list = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out list) && list.ValueKind == JsonValueKind.Array;
    }

    private static void Flatten(string prefix, JsonElement element, Dictionary<string, string> row, HashSet<string> columns, string? without = null)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = prefix + member.Name;
            if (name == without) continue;
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Flatten(name + ".", member.Value, row, columns);
                continue;
            }
            columns.Add(name);
            // Numbers as they are written: their digits say how exact they are.
            if (member.Value.ValueKind == JsonValueKind.Null) row.Remove(name);
            else row[name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
        }
    }
}
