using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>JSON values that no request holds, made in the course of reading one.</summary>
internal static class MadeJson
{
    /// <summary>An object without members.</summary>
    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}"u8);

    /// <summary>A string without characters.</summary>
    public static JsonElement EmptyText { get; } = JsonElement.Parse("\"\""u8);

    /// <summary>A string that says a value's JSON text.</summary>
    public static JsonElement TextOf(JsonElement value)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("\""u8);
        text.WriteEscaped(RawJson.Of(value));
        text.Write("\""u8);
        return JsonElement.Parse(text.WrittenSpan);
    }

    /// <summary>The string with an inside.</summary>
    public static JsonElement Quoted(ReadOnlySpan<byte> inside) => JsonElement.Parse([(byte)'"', .. inside, (byte)'"']);
}
