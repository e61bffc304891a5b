using System.Text.Json;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes <c>system</c> and <c>messages</c>.</summary>
internal sealed class MessageWriter(Utf8JsonWriter writer, Conversation conversation)
{
    private readonly BlockWriter _blocks = new(writer, conversation.Reading);

    public void Write(List<MergedMessage> messages)
    {
        // A conversation of system prompts alone has become a question.
        WriteSystem(conversation.Turns.Exists(turn => turn.Role != TurnRole.System));
        writer.WriteStartArray("messages"u8);
        foreach (var message in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, message.Role == TurnRole.Assistant ? "assistant"u8 : "user"u8);
            writer.WriteStartArray("content"u8);
            foreach (var part in message.Parts) _blocks.Write(part, message.Role);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private void WriteSystem(bool hoists)
    {
        var prompts = hoists ? conversation.Turns.Where(turn => turn.Role == TurnRole.System).SelectMany(turn => turn.Parts).ToList() : [];
        prompts.RemoveAll(part => PartText.Of(part) is { } text && PartText.IsBlank(text));
        var wantsObject = conversation.Format is { Schema: null };
        if (prompts.Count == 0 && !wantsObject) return;
        writer.WriteStartArray("system"u8);
        foreach (var part in prompts) WritePrompt(part);
        if (wantsObject)
        {
            // There is no mode for an answer that is any JSON object: the model is told to give one.
            writer.WriteStartObject();
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("text"u8, "Answer with a single valid JSON object and nothing else: no prose before or after it, no code fence."u8);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private void WritePrompt(Part part)
    {
        if (PartText.Of(part) is not null) _blocks.Write(part, TurnRole.System);
        else conversation.Reading.OmitContent(part.Path, "Anthropic's system prompt holds texts alone");
    }
}
