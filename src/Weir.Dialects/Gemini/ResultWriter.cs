using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes what a function gave back.</summary>
internal sealed class ResultWriter(Utf8JsonWriter writer, GeminiModel model, RequestReading reading)
{
    public void Write(ToolResultPart result)
    {
        var media = result.Content.Where(part => part is not (TextPart or RefusalPart)).ToList();
        writer.WriteStartObject();
        writer.WriteStartObject("functionResponse"u8);
        writer.WriteRaw("id"u8, result.CallId);
        if (result.Name is { } name) writer.WriteRaw("name"u8, name);
        writer.WritePropertyName("response"u8);
        WriteResponse(result);
        if (media.Count > 0 && model.IsThird)
        {
            writer.WriteStartArray("parts"u8);
            foreach (var part in media) MediaWriter.TryWrite(writer, part, reading);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
        // Models before Gemini 3 look at what stands beside a result, and not at what is in it.
        if (!model.IsThird)
            foreach (var part in media) MediaWriter.TryWrite(writer, part, reading);
    }

    private void WriteResponse(ToolResultPart result)
    {
        var text = Text(result.Content);
        var said = new ArrayBufferWriter<byte>();
        if (!result.IsError && said.TryWriteUnescaped(text) && ArgumentsObject.IsObject(said.WrittenSpan))
        {
            writer.WriteRawValue(said.WrittenSpan, skipInputValidation: true);
            return;
        }
        writer.WriteStartObject();
        writer.WriteInside(result.IsError ? "error"u8 : "result"u8, text);
        writer.WriteEndObject();
    }

    /// <summary>All texts, one to a line; the inside of a JSON string.</summary>
    private static ReadOnlySpan<byte> Text(IReadOnlyList<Part> content)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var part in content.OfType<TextPart>())
        {
            if (text.WrittenCount > 0) text.Write("\\n"u8);
            text.Write(RawJson.Inside(part.Text));
        }
        return text.WrittenSpan;
    }
}
