using System.Text.Json;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.Bedrock;

/// <summary>Writes the system prompt and the messages, which alternate between a user and the model.</summary>
internal static class MessagesWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation, BedrockModel model)
    {
        var blocks = new BlockWriter(writer, model, conversation.Reading);
        var turns = conversation.Turns;
        // A request of nothing but a system prompt is one that OpenAI answers; here somebody has to have asked.
        var hasMessages = turns.Exists(turn => turn.Role != TurnRole.System);
        if (hasMessages) WriteSystem(writer, turns, blocks);
        writer.WriteStartArray("messages"u8);
        if (!hasMessages) WriteMessage(writer, "user"u8, [.. turns.SelectMany(turn => turn.Parts)], blocks);
        for (var i = 0; i < turns.Count && hasMessages;)
        {
            var parts = new List<Part>();
            var role = turns[i].Role;
            if (role == TurnRole.System)
            {
                i++;
                continue;
            }
            for (; i < turns.Count && (turns[i].Role == role || turns[i].Role == TurnRole.System); i++)
                if (turns[i].Role == role) parts.AddRange(turns[i].Parts);
            WriteMessage(writer, role == TurnRole.Assistant ? "assistant"u8 : "user"u8, parts, blocks);
        }
        writer.WriteEndArray();
    }

    private static void WriteSystem(Utf8JsonWriter writer, List<Turn> turns, BlockWriter blocks)
    {
        var parts = turns.Where(turn => turn.Role == TurnRole.System).SelectMany(turn => turn.Parts).ToList();
        if (parts.Count == 0) return;
        writer.WriteStartArray("system"u8);
        foreach (var part in parts) blocks.WriteSystem(part);
        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ReadOnlySpan<byte> role, List<Part> parts, BlockWriter blocks)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WriteStartArray("content"u8);
        blocks.Write(parts);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
