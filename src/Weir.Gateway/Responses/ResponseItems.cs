using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Gateway.Responses;

/// <summary>The items of a conversation as the responses API lists them.</summary>
internal static class ResponseItems
{
    /// <summary>What was asked of the last of a chain of responses: everything before it and its own input, oldest first.</summary>
    public static List<(string Id, JsonElement Item)> Of(IReadOnlyList<StoredResponse> history)
    {
        var items = new List<(string, JsonElement)>();
        for (var i = 0; i < history.Count; i++)
        {
            Add(items, history[i].Id, StoredJson.Parse(history[i].Input.Span));
            if (i == history.Count - 1) break;
            if (StoredJson.Parse(history[i].Body.Span).TryGetProperty("output"u8, out var output)) Add(items, history[i].Id, output);
        }
        return items;
    }

    /// <summary>Writes a page of the list.</summary>
    public static ReadOnlyMemory<byte> Page(IReadOnlyList<(string Id, JsonElement Item)> items, bool hasMore)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var (id, item) in items) Write(json, id, item);
            json.WriteEndArray();
            json.WriteString("first_id"u8, items.Count > 0 ? items[0].Id : null);
            json.WriteString("last_id"u8, items.Count > 0 ? items[^1].Id : null);
            json.WriteBoolean("has_more"u8, hasMore);
            json.WriteEndObject();
        }
        return output.WrittenMemory;
    }

    /// <summary>Identifiers of an answer's items, by which a later request may refer to them.</summary>
    public static IReadOnlyList<string> IdsOf(ReadOnlySpan<byte> body)
    {
        using var document = StoredJson.Document(body);
        return IdsOf(document.RootElement);
    }

    /// <inheritdoc cref="IdsOf(ReadOnlySpan{byte})"/>
    public static IReadOnlyList<string> IdsOf(JsonElement response)
    {
        if (!response.TryGetProperty("output"u8, out var output) || output.ValueKind != JsonValueKind.Array) return [];
        var ids = new List<string>();
        foreach (var item in output.EnumerateArray())
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String) ids.Add(id.GetString()!);
        return ids;
    }

    /// <summary>Whether a body is a response object.</summary>
    public static bool IsResponse(ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = StoredJson.Document(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("object"u8, out var kind) && kind.ValueEquals("response"u8)
                && document.RootElement.TryGetProperty("status"u8, out _);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Add(List<(string Id, JsonElement Item)> items, string response, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) return;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) continue;
            // Clients leave identifiers out; the list has one for each, always the same.
            var own = item.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString()! : null;
            items.Add((own ?? $"item_{response[(response.IndexOf('_', StringComparison.Ordinal) + 1)..]}_{items.Count}", item));
        }
    }

    private static void Write(Utf8JsonWriter json, string id, JsonElement item)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        if (!item.TryGetProperty("type"u8, out _)) json.WriteString("type"u8, "message"u8);
        var isMessage = item.TryGetProperty("role"u8, out _);
        foreach (var member in item.EnumerateObject())
        {
            if (member.NameEquals("id"u8)) continue;
            json.WritePropertyName(member.Name);
            if (isMessage && member.NameEquals("content"u8) && member.Value.ValueKind == JsonValueKind.String) WriteText(json, item, member.Value);
            else json.WriteRaw(member.Value);
        }
        json.WriteEndObject();
    }

    /// <summary>A bare text is listed as the part that it stands for.</summary>
    private static void WriteText(Utf8JsonWriter json, JsonElement message, JsonElement text)
    {
        var isAnswer = message.GetProperty("role"u8) is { ValueKind: JsonValueKind.String } role && role.ValueEquals("assistant"u8);
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("type"u8, isAnswer ? "output_text"u8 : "input_text"u8);
        json.WriteRaw("text"u8, text);
        if (isAnswer)
        {
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
