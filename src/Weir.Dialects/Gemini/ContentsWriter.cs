using System.Text.Json;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.Gemini;

/// <summary>Writes the system prompt and the contents: turns of a user and of the model, one after the other.</summary>
internal static class ContentsWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation, GeminiModel model)
    {
        var turns = conversation.Turns;
        // A request of nothing but a system prompt is one that OpenAI answers; here somebody has to have asked.
        var hasContents = turns.Exists(turn => turn.Role != TurnRole.System);
        if (hasContents) WriteSystem(writer, turns, new PartWriter(writer, model, conversation.Reading));
        writer.WriteStartArray("contents"u8);
        if (!hasContents) WriteContent(writer, "user"u8, [.. turns.SelectMany(turn => turn.Parts)], new PartWriter(writer, model, conversation.Reading));
        else WriteTurns(writer, conversation, model);
        writer.WriteEndArray();
    }

    private static void WriteSystem(Utf8JsonWriter writer, List<Turn> turns, PartWriter parts)
    {
        var begun = false;
        foreach (var part in turns.Where(turn => turn.Role == TurnRole.System).SelectMany(turn => turn.Parts))
        {
            if (!begun)
            {
                writer.WriteStartObject("systemInstruction"u8);
                writer.WriteStartArray("parts"u8);
                begun = true;
            }
            parts.WriteSystem(part);
        }
        if (!begun) return;
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTurns(Utf8JsonWriter writer, Conversation conversation, GeminiModel model)
    {
        var parts = new List<Part>();
        TurnRole? role = null;
        foreach (var turn in conversation.Turns)
        {
            if (turn.Role == TurnRole.System) continue;
            if (role is { } open && open != turn.Role)
            {
                WriteContent(writer, Named(open), parts, new PartWriter(writer, model, conversation.Reading));
                parts.Clear();
            }
            role = turn.Role;
            parts.AddRange(turn.Parts);
        }
        if (role is { } last) WriteContent(writer, Named(last), parts, new PartWriter(writer, model, conversation.Reading));
    }

    private static ReadOnlySpan<byte> Named(TurnRole role) => role == TurnRole.Assistant ? "model"u8 : "user"u8;

    private static void WriteContent(Utf8JsonWriter writer, ReadOnlySpan<byte> role, List<Part> parts, PartWriter partWriter)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WriteStartArray("parts"u8);
        partWriter.Write(parts);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
