using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes the tools of a request, and which of them may or must be called.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation, bool isOwnDialect)
    {
        var hosted = conversation.StaysInDialect ? conversation.HostedTools : [];
        if (conversation.Tools.Count + hosted.Count > 0)
        {
            writer.WriteStartArray("tools"u8);
            foreach (var tool in conversation.Tools) Write(writer, tool, isOwnDialect);
            foreach (var tool in hosted)
            {
                writer.WriteRaw(tool.Element);
                tool.Reading.Retract(tool.Path);
            }
            writer.WriteEndArray();
        }
        if (conversation.ToolChoice is { } choice && (conversation.Tools.Count > 0 || choice.Mode == ToolChoiceMode.Required)) Write(writer, choice);
    }

    private static void Write(Utf8JsonWriter writer, FunctionTool tool, bool isOwnDialect)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteRaw("name"u8, tool.Name);
        if (tool.Description is { } description) writer.WriteRaw("description"u8, description);
        if (tool.Parameters is { } parameters) writer.WriteRaw("parameters"u8, parameters);
        else writer.WriteRaw("parameters"u8, NoParameters);
        // A client that says nothing means strict in this dialect, and not strict in all others; so does OpenAI.
        if (tool.Strict is { } strict) writer.WriteBoolean("strict"u8, strict);
        else if (!isOwnDialect) writer.WriteBoolean("strict"u8, false);
        writer.WriteEndObject();
    }

    /// <summary>Fits both strict functions and others.</summary>
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{},"required":[],"additionalProperties":false}""");

    private static void Write(Utf8JsonWriter writer, ToolChoice choice)
    {
        writer.WritePropertyName("tool_choice"u8);
        if (choice.Names.Count == 0 || choice.Mode == ToolChoiceMode.None)
        {
            writer.WriteStringValue(Word(choice.Mode));
            return;
        }
        if (choice is { Mode: ToolChoiceMode.Required, Names.Count: 1 })
        {
            WriteFunction(writer, choice.Names[0]);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("type"u8, "allowed_tools"u8);
        writer.WriteString("mode"u8, Word(choice.Mode));
        writer.WriteStartArray("tools"u8);
        foreach (var name in choice.Names) WriteFunction(writer, name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter writer, JsonElement name)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteRaw("name"u8, name);
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Word(ToolChoiceMode mode) => mode switch
    {
        ToolChoiceMode.None => "none"u8,
        ToolChoiceMode.Required => "required"u8,
        _ => "auto"u8,
    };
}
