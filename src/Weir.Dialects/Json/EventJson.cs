using System.Text.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Json;

/// <summary>Looking into events without making anything: values are found as the bytes that they are.</summary>
internal static class EventJson
{
    /// <summary>An answer may nest as deep as a request.</summary>
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = RequestHeadReader.MaxDepth };

    /// <summary>Reads the next value.</summary>
    /// <returns>Its bytes, or none when it does not begin with the wanted token.</returns>
    public static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, JsonTokenType wanted)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isWanted = reader.TokenType == wanted;
        reader.Skip();
        return isWanted ? json[start..(int)reader.BytesConsumed] : default;
    }

    /// <summary>Reads the next value.</summary>
    /// <returns>The inside of the string that it is, or nothing.</returns>
    public static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return json[((int)reader.TokenStartIndex + 1)..((int)reader.BytesConsumed - 1)];
        reader.Skip();
        return default;
    }
}
