using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes the parts of one content.</summary>
internal sealed class PartWriter(Utf8JsonWriter writer, GeminiModel model, RequestReading reading)
{
    private bool _hasCall;

    /// <summary>Writes a part of the system prompt.</summary>
    public void WriteSystem(Part part)
    {
        if (part is TextPart text) WriteText(text.Text);
        else reading.OmitContent(part.Path, "a system prompt of Gemini holds nothing but text");
    }

    /// <summary>Writes all parts of a content, results of functions first; never none.</summary>
    public void Write(List<Part> parts)
    {
        var written = 0;
        foreach (var result in parts.OfType<ToolResultPart>()) written += Write(result) ? 1 : 0;
        foreach (var part in parts)
            if (part is not ToolResultPart) written += Write(part) ? 1 : 0;
        if (written == 0) WriteText(MadeJson.EmptyText);
    }

    /// <returns>Whether anything was written.</returns>
    private bool Write(Part part)
    {
        switch (part)
        {
            case TextPart text: return TryWriteText(text.Text);
            case RefusalPart refusal: return TryWriteText(refusal.Text);
            // Thoughts without a signature are not believed, and the model thinks anew; enciphered ones are Anthropic's.
            case ReasoningPart { Signature: null } or ReasoningPart { IsRedacted: true }: return false;
            case ReasoningPart thought: WriteThought(thought); return true;
            case ToolCallPart call: WriteCall(call); return true;
            case ToolResultPart result: new ResultWriter(writer, model, reading).Write(result); return true;
            default: return MediaWriter.TryWrite(writer, part, reading);
        }
    }

    /// <summary>Gemini has no use for empty texts, and some models refuse them.</summary>
    private bool TryWriteText(JsonElement text)
    {
        if (RawJson.Inside(text).IsEmpty) return false;
        WriteText(text);
        return true;
    }

    private void WriteText(JsonElement text)
    {
        writer.WriteStartObject();
        writer.WriteRaw("text"u8, text);
        writer.WriteEndObject();
    }

    private void WriteThought(ReasoningPart thought)
    {
        writer.WriteStartObject();
        if (thought.Text is { } text && !RawJson.Inside(text).IsEmpty)
        {
            writer.WriteRaw("text"u8, text);
            writer.WriteBoolean("thought"u8, true);
        }
        else writer.WriteString("text"u8, ""u8);
        writer.WriteRaw("thoughtSignature"u8, thought.Signature!.Value);
        writer.WriteEndObject();
    }

    private void WriteCall(ToolCallPart call)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("functionCall"u8);
        writer.WriteRaw("id"u8, call.Id);
        writer.WriteRaw("name"u8, call.Name);
        writer.WritePropertyName("args"u8);
        ArgumentsObject.Write(writer, call.Arguments);
        writer.WriteEndObject();
        if (call.Signature is { } signature) writer.WriteRaw("thoughtSignature"u8, signature);
        // Gemini 3 refuses a turn whose first call is not signed, and most dialects have no place for signatures. This is the
        // word with which Google lets in conversations that it did not have itself (ai.google.dev, "Thought signatures").
        else if (model.IsThird && !_hasCall) writer.WriteString("thoughtSignature"u8, "skip_thought_signature_validator"u8);
        _hasCall = true;
        writer.WriteEndObject();
    }
}
