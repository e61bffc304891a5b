using System.Text.Json;

namespace Weir.Dialects.Json;

/// <summary>Finds the member that an object has twice. Readers differ on which of the two counts, so that what was checked may not be what is obeyed.</summary>
internal static class DuplicateMember
{
    /// <summary>The first member that is there for the second time.</summary>
    /// <param name="json">A valid JSON text.</param>
    /// <param name="options">How it may be read.</param>
    /// <returns>Its path, and the offset of its name's second occurrence in bytes; null when no member is there twice.</returns>
    public static (JsonPath Path, long Offset)? Find(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(json, options);
        var open = new Stack<Level>();
        var next = JsonPath.Root;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                next = open.Peek().Path.Member(name);
                if (!open.Peek().Names!.Add(name)) return (next, reader.TokenStartIndex);
                continue;
            }
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }
            var path = open.TryPeek(out var around) && around.Names is null ? around.Path.Item(around.Items++) : next;
            if (reader.TokenType == JsonTokenType.StartObject) open.Push(new Level(path, new HashSet<string>(StringComparer.Ordinal)));
            else if (reader.TokenType == JsonTokenType.StartArray) open.Push(new Level(path, null));
        }
        return null;
    }

    /// <summary>An object or an array that is not closed yet.</summary>
    /// <param name="path">Where it stands.</param>
    /// <param name="names">The members of an object so far; null for an array.</param>
    private sealed class Level(JsonPath path, HashSet<string>? names)
    {
        public JsonPath Path => path;

        public HashSet<string>? Names => names;

        /// <summary>Elements of an array so far.</summary>
        public int Items { get; set; }
    }
}
