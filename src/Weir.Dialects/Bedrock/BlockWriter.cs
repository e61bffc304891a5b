using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>Writes blocks of content.</summary>
internal sealed class BlockWriter(Utf8JsonWriter writer, BedrockModel model, RequestReading reading)
{
    private readonly MediaWriter _media = new(writer, reading);

    /// <summary>Writes a part of the system prompt.</summary>
    public void WriteSystem(Part part)
    {
        if (part is not TextPart text) reading.OmitContent(part.Path, "a system prompt of Bedrock holds nothing but text");
        else TryWriteText(text.Text);
        WriteCachePoint(part.Cache);
    }

    /// <summary>Writes all parts of a message, results of tools first; never none.</summary>
    public void Write(List<Part> parts)
    {
        var written = 0;
        foreach (var part in parts.OfType<ToolResultPart>().Concat(parts.Where(part => part is not ToolResultPart)))
        {
            if (!TryWrite(part)) continue;
            written++;
            WriteCachePoint(part.Cache);
        }
        if (written > 0) return;
        writer.WriteStartObject();
        writer.WriteString("text"u8, ""u8);
        writer.WriteEndObject();
    }

    /// <summary>Writes the mark that the prompt up to here is worth keeping.</summary>
    public void WriteCachePoint(CacheMark? mark)
    {
        // For models that keep nothing the mark asks for nothing, and they refuse it.
        if (mark is null || !model.TakesCachePoints) return;
        writer.WriteStartObject();
        writer.WriteStartObject("cachePoint"u8);
        writer.WriteString("type"u8, "default"u8);
        if (mark.Ttl is { } ttl) writer.WriteRaw("ttl"u8, ttl);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private bool TryWrite(Part part)
    {
        switch (part)
        {
            // Bedrock refuses texts of nothing but white space.
            case TextPart { Text: var text }: return TryWriteText(text);
            case RefusalPart { Text: var text }: return TryWriteText(text);
            // Only Anthropic's models take their thoughts back, and only signed ones; others think anew.
            case ReasoningPart { Signature: { } signature } thought when model.IsAnthropic: WriteThought(thought, signature); return true;
            case ReasoningPart: return false;
            case ToolCallPart call: WriteCall(call); return true;
            case ToolResultPart result: WriteResult(result); return true;
            default: return _media.TryWrite(part);
        }
    }

    private bool TryWriteText(JsonElement text)
    {
        if (RawJson.IsBlank(RawJson.Inside(text))) return false;
        WriteText(text);
        return true;
    }

    private void WriteText(JsonElement text)
    {
        writer.WriteStartObject();
        writer.WriteRaw("text"u8, text);
        writer.WriteEndObject();
    }

    private void WriteThought(ReasoningPart thought, JsonElement signature)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("reasoningContent"u8);
        if (thought.IsRedacted) writer.WriteRaw("redactedContent"u8, signature);
        else
        {
            writer.WriteStartObject("reasoningText"u8);
            writer.WriteInside("text"u8, thought.Text is { } text ? RawJson.Inside(text) : default);
            writer.WriteRaw("signature"u8, signature);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteCall(ToolCallPart call)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("toolUse"u8);
        ToolUseIds.Write(writer, call.Id);
        writer.WriteRaw("name"u8, call.Name);
        writer.WritePropertyName("input"u8);
        ArgumentsObject.Write(writer, call.Arguments);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("toolResult"u8);
        ToolUseIds.Write(writer, result.CallId);
        writer.WriteStartArray("content"u8);
        foreach (var part in result.Content)
        {
            if (part is TextPart text) TryWriteText(text.Text);
            else _media.TryWrite(part);
        }
        writer.WriteEndArray();
        // "success" is what is meant without it, and many models know no status at all.
        if (result.IsError) writer.WriteString("status"u8, "error"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
