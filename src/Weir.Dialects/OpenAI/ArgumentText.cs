using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI;

/// <summary>Proves that the text of a call's arguments is a JSON object, which is what all other dialects want.</summary>
internal static class ArgumentText
{
    private static readonly JsonElement None = RawJson.Text("{}");

    /// <returns>The JSON string with the arguments, or null and a fault.</returns>
    public static JsonElement? Read(JsonCursor arguments)
    {
        var inside = RawJson.Inside(arguments.Element);
        var text = new ArrayBufferWriter<byte>(Math.Max(16, inside.Length));
        var isText = text.TryWriteUnescaped(inside);
        // Many servers write nothing for a function without parameters, and clients give it back.
        if (isText && text.WrittenSpan.IndexOfAnyExcept(" \t\r\n"u8) < 0) return None;
        if (isText && ArgumentsObject.IsObject(text.WrittenSpan)) return arguments.Element;
        arguments.Fail($"'{arguments.Path}' must be the text of a JSON object, such as '{{\"city\":\"Paris\"}}'.", "invalid_value");
        return null;
    }
}
