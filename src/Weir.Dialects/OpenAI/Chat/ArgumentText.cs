using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Proves that the text of a call's arguments is a JSON object, which is what all other dialects want.</summary>
internal static class ArgumentText
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RequestHeadReader.MaxDepth };
    private static readonly JsonElement None = RawJson.Text("{}");

    /// <returns>The JSON string with the arguments, or null and a fault.</returns>
    public static JsonElement? Read(JsonCursor arguments)
    {
        var inside = RawJson.Inside(arguments.Element);
        // Many servers write nothing for a function without parameters, and clients give it back.
        if (inside.IsEmpty) return None;
        var text = new ArrayBufferWriter<byte>(inside.Length);
        if (text.TryWriteUnescaped(inside) && IsObject(text.WrittenSpan)) return arguments.Element;
        arguments.Fail($"'{arguments.Path}' must be the text of a JSON object, such as '{{\"city\":\"Paris\"}}'.", "invalid_value");
        return null;
    }

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
