using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes <c>instructions</c> and <c>input</c>: one item per message, call, result and thought.</summary>
internal sealed class InputWriter
{
    private readonly Utf8JsonWriter _writer;
    private readonly RequestReading _reading;
    private int _refusals;

    private InputWriter(Utf8JsonWriter writer, RequestReading reading) => (_writer, _reading) = (writer, reading);

    public static void Write(Utf8JsonWriter writer, Conversation conversation)
    {
        var turns = conversation.Turns;
        var instructions = Instructions(turns);
        if (instructions is not null) writer.WriteRaw("instructions"u8, instructions.Text);
        writer.WriteStartArray("input"u8);
        var input = new InputWriter(writer, conversation.Reading);
        for (var i = instructions is null ? 0 : 1; i < turns.Count; i++) input.Write(turns[i]);
        writer.WriteEndArray();
    }

    /// <summary>What is said once and first to the model is instructions; anything else stays in its place.</summary>
    private static TextPart? Instructions(List<Turn> turns) =>
        turns.Count > 1 && turns.Count(turn => turn.Role == TurnRole.System) == 1 && turns[0] is { Role: TurnRole.System, Parts: [TextPart text] } ? text : null;

    private void Write(Turn turn)
    {
        if (turn.Role == TurnRole.Assistant)
        {
            foreach (var part in turn.Parts) WriteSaid(part);
            return;
        }
        var role = turn.Role == TurnRole.System ? "system"u8 : "user"u8;
        if (turn.Parts is [TextPart only])
        {
            WriteMessage(role, only);
            return;
        }
        // Results are items of their own, beside the message that the rest of the turn is.
        var isOpen = false;
        foreach (var part in turn.Parts)
        {
            if (part is ToolResultPart result)
            {
                if (isOpen) EndMessage();
                isOpen = false;
                WriteResult(result);
                continue;
            }
            if (!PartWriter.CanWrite(part, _reading)) continue;
            if (!isOpen) BeginMessage(role);
            isOpen = true;
            PartWriter.Write(_writer, part);
        }
        if (isOpen) EndMessage();
    }

    private void WriteMessage(ReadOnlySpan<byte> role, TextPart text)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "message"u8);
        _writer.WriteString("role"u8, role);
        _writer.WriteRaw("content"u8, text.Text);
        _writer.WriteEndObject();
    }

    private void BeginMessage(ReadOnlySpan<byte> role)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "message"u8);
        _writer.WriteString("role"u8, role);
        _writer.WriteStartArray("content"u8);
    }

    private void EndMessage()
    {
        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private void WriteSaid(Part part)
    {
        switch (part)
        {
            // Of the model's messages, only those without parts need no identifier of OpenAI's.
            case TextPart text: WriteMessage("assistant"u8, text); break;
            case RefusalPart refusal: WriteRefusal(refusal); break;
            case ReasoningPart reasoning: WriteReasoning(reasoning); break;
            case ToolCallPart call: WriteCall(call); break;
            default: _reading.OmitContent(part.Path, "OpenAI's Responses API takes no images, files or recordings as the model's own words"); break;
        }
    }

    private void WriteRefusal(RefusalPart refusal)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "message"u8);
        _writer.WriteString("id"u8, $"msg_weir_{_refusals++}");
        _writer.WriteString("status"u8, "completed"u8);
        _writer.WriteString("role"u8, "assistant"u8);
        _writer.WriteStartArray("content"u8);
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "refusal"u8);
        _writer.WriteRaw("refusal"u8, refusal.Text);
        _writer.WriteEndObject();
        EndMessage();
    }

    /// <summary>OpenAI believes only its own thoughts, which its identifiers tell; all others it thinks anew.</summary>
    private void WriteReasoning(ReasoningPart reasoning)
    {
        if (reasoning is not { Id: { } id, Signature: { } signature, IsRedacted: false } || !RawJson.Inside(id).StartsWith(CarriedSignature.OpenAIPrefix)) return;
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "reasoning"u8);
        _writer.WriteRaw("id"u8, id);
        _writer.WriteStartArray("summary"u8);
        if (reasoning.Text is { } text && !RawJson.Inside(text).IsEmpty)
        {
            _writer.WriteStartObject();
            _writer.WriteString("type"u8, "summary_text"u8);
            _writer.WriteRaw("text"u8, text);
            _writer.WriteEndObject();
        }
        _writer.WriteEndArray();
        _writer.WriteRaw("encrypted_content"u8, signature);
        _writer.WriteEndObject();
    }

    private void WriteCall(ToolCallPart call)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "function_call"u8);
        CallIds.Write(_writer, "call_id"u8, call.Id, CallIds.LongestOfResponses);
        _writer.WriteRaw("name"u8, call.Name);
        if (call.Arguments.ValueKind == JsonValueKind.String) _writer.WriteRaw("arguments"u8, call.Arguments);
        else
        {
            var text = new ArrayBufferWriter<byte>();
            text.WriteEscaped(RawJson.Of(call.Arguments));
            _writer.WriteInside("arguments"u8, text.WrittenSpan);
        }
        _writer.WriteEndObject();
    }

    /// <summary>That a function failed has no place of its own here: the content says so, and why.</summary>
    private void WriteResult(ToolResultPart result)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "function_call_output"u8);
        CallIds.Write(_writer, "call_id"u8, result.CallId, CallIds.LongestOfResponses);
        if (result.Content.Count == 0) _writer.WriteString("output"u8, result.IsError ? "The tool failed."u8 : ""u8);
        else if (result.Content is [TextPart text]) _writer.WriteRaw("output"u8, text.Text);
        else
        {
            _writer.WriteStartArray("output"u8);
            foreach (var part in result.Content)
                if (PartWriter.CanWrite(part, _reading)) PartWriter.Write(_writer, part);
            _writer.WriteEndArray();
        }
        _writer.WriteEndObject();
    }
}
