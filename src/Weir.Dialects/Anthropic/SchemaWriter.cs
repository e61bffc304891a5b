using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes JSON schemas that need one more member than the client gave them.</summary>
internal static class SchemaWriter
{
    /// <param name="writer">Where to.</param>
    /// <param name="schema">An object; its members stay the bytes that they are.</param>
    /// <param name="member">A member's name and value as JSON.</param>
    public static void WriteWith(Utf8JsonWriter writer, JsonElement schema, ReadOnlySpan<byte> member)
    {
        var inside = RawJson.Of(schema)[1..];
        var written = new ArrayBufferWriter<byte>(inside.Length + member.Length + 2);
        written.Write("{"u8);
        written.Write(member);
        if (inside.TrimStart(" \t\r\n"u8)[0] != '}') written.Write(","u8);
        written.Write(inside);
        writer.WriteRawValue(written.WrittenSpan, skipInputValidation: true);
    }
}
