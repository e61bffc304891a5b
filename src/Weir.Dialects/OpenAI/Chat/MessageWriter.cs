using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes the turns of a conversation as <c>messages</c>.</summary>
internal sealed class MessageWriter(Utf8JsonWriter writer, RequestReading reading)
{
    private readonly ContentWriter _content = new(writer, reading);

    /// <summary>Images and files among the results of tools. A <c>tool</c> message has no room for them: they go into the user's message that follows all results.</summary>
    private readonly List<(ToolResultPart Result, Part Part)> _attached = [];

    /// <param name="turns">The turns.</param>
    /// <param name="isBegun">Whether the last one, which is the model's, is to be marked as the beginning of the answer.</param>
    public void Write(List<Turn> turns, bool isBegun = false)
    {
        writer.WriteStartArray("messages"u8);
        foreach (var turn in turns)
        {
            if (turn.Role == TurnRole.User)
            {
                WriteUser(turn);
                continue;
            }
            WriteAttached([]);
            if (turn.Role == TurnRole.System) WriteSystem(turn);
            else WriteAssistant(turn, isBegun && turn == turns[^1]);
        }
        WriteAttached([]);
        writer.WriteEndArray();
    }

    private void WriteSystem(Turn turn)
    {
        Begin("system"u8);
        var texts = new List<JsonElement>();
        foreach (var part in turn.Parts)
        {
            if (ContentWriter.TextOf(part) is { } text) texts.Add(text);
            else reading.OmitContent(part.Path, "system prompts in chat completions are text");
        }
        writer.WritePropertyName("content"u8);
        _content.WriteTexts(texts);
        writer.WriteEndObject();
    }

    /// <summary>Results come first, each in its own message, since nothing may stand between them and the calls.</summary>
    private void WriteUser(Turn turn)
    {
        var rest = new List<Part>();
        var results = 0;
        foreach (var part in turn.Parts)
        {
            if (part is ToolResultPart result)
            {
                WriteResult(result);
                results++;
            }
            else rest.Add(part);
        }
        if (rest.Count > 0 || results == 0) WriteAttached(rest, isTurn: true);
    }

    private void WriteResult(ToolResultPart result)
    {
        var texts = new List<JsonElement>();
        var before = _attached.Count;
        foreach (var part in result.Content)
        {
            if (ContentWriter.TextOf(part) is { } text) texts.Add(text);
            else _attached.Add((result, part));
        }
        Begin("tool"u8);
        CallIds.Write(writer, "tool_call_id"u8, result.CallId, CallIds.LongestOfChat);
        writer.WritePropertyName("content"u8);
        if (texts.TrueForAll(static text => RawJson.Inside(text).IsEmpty) && Instead(result, _attached.Count > before) is { } instead) writer.WriteStringValue(instead);
        else _content.WriteTexts(texts);
        writer.WriteEndObject();
    }

    private static string? Instead(ToolResultPart result, bool hasAttached) => (result.IsError, hasAttached) switch
    {
        (_, true) => "The result is attached to the next message of the user.",
        (true, _) => "The tool failed.",
        _ => null,
    };

    private void WriteAttached(List<Part> rest, bool isTurn = false)
    {
        if (_attached.Count == 0 && !isTurn) return;
        Begin("user"u8);
        writer.WritePropertyName("content"u8);
        _content.Write(_attached, rest);
        writer.WriteEndObject();
        _attached.Clear();
    }

    private void WriteAssistant(Turn turn, bool isBegun)
    {
        var texts = new List<JsonElement>();
        var refusals = new List<JsonElement>();
        var calls = new List<ToolCallPart>();
        foreach (var part in turn.Parts)
        {
            switch (part)
            {
                case TextPart said: texts.Add(said.Text); break;
                case RefusalPart refusal: refusals.Add(refusal.Text); break;
                case ToolCallPart call: calls.Add(call); break;
                // Chat servers think anew with every turn and have nowhere to put what was thought before.
                case ReasoningPart: break;
                default: reading.OmitContent(part.Path, "the model's own turns in chat completions are text and tool calls"); break;
            }
        }
        Begin("assistant"u8);
        writer.WritePropertyName("content"u8);
        if (texts.Count == 0 && (calls.Count > 0 || refusals.Count > 0)) writer.WriteNullValue();
        else _content.WriteTexts(texts);
        if (refusals.Count > 0)
        {
            writer.WritePropertyName("refusal"u8);
            _content.WriteTexts(refusals);
        }
        if (calls.Count > 0) WriteCalls(calls);
        if (isBegun) writer.WriteBoolean("prefix"u8, true);
        writer.WriteEndObject();
    }

    private void WriteCalls(List<ToolCallPart> calls)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            CallIds.Write(writer, "id"u8, call.Id, CallIds.LongestOfChat);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteRaw("name"u8, call.Name);
            writer.WritePropertyName("arguments"u8);
            if (call.Arguments.ValueKind == JsonValueKind.String) writer.WriteRaw(call.Arguments);
            else writer.WriteStringValue(RawJson.Of(call.Arguments));
            writer.WriteEndObject();
            if (call.Signature is { } signature) WriteSignature(signature);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Gemini's chat endpoint does not go on without what it signed.</summary>
    private void WriteSignature(JsonElement signature)
    {
        writer.WriteStartObject("extra_content"u8);
        writer.WriteStartObject("google"u8);
        writer.WriteRaw("thought_signature"u8, signature);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Begin(ReadOnlySpan<byte> role)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
    }
}
