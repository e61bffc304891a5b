using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>The members of a content block event, in whatever order they stand.</summary>
internal readonly ref struct BlockScan
{
    /// <summary>Which block it is of, 0 for the first.</summary>
    public int Index { get; private init; }

    /// <summary>The raw <c>start</c> or <c>delta</c>, an object with one member; or empty.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>Finds the members.</summary>
    /// <returns>False when the text is no JSON object and nothing else.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static bool TryRead(ReadOnlySpan<byte> json, out BlockScan scan)
    {
        scan = default;
        var reader = new Utf8JsonReader(json, EventJson.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        ReadOnlySpan<byte> content = default;
        var index = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("contentBlockIndex"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out index)) return false;
            }
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("start"u8)) content = EventJson.Value(ref reader, json, JsonTokenType.StartObject);
            else reader.SkipValue();
        }
        scan = new BlockScan { Index = index, Content = content };
        return !reader.Read();
    }

    /// <summary>A member of an object.</summary>
    /// <returns>Its bytes, or none when it is not there or does not begin with the wanted token; of a string, its inside.</returns>
    public static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, JsonTokenType wanted)
    {
        ReadOnlySpan<byte> found = default;
        if (json.IsEmpty) return found;
        var reader = new Utf8JsonReader(json, EventJson.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals(name)) reader.SkipValue();
            else if (wanted == JsonTokenType.String) found = EventJson.Text(ref reader, json);
            else found = EventJson.Value(ref reader, json, wanted);
        }
        return found;
    }

    /// <summary>The name of an object's first member, the inside of a JSON string; or nothing.</summary>
    public static ReadOnlySpan<byte> FirstName(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, EventJson.Options);
        return !json.IsEmpty && reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.ValueSpan : default;
    }
}
