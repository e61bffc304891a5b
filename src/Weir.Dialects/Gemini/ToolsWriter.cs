using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes the functions that the model may call, and which of them it has to.</summary>
internal static class ToolsWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation)
    {
        if (conversation.Tools.Count == 0) return;
        writer.WriteStartArray("tools"u8);
        writer.WriteStartObject();
        writer.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in conversation.Tools) Write(writer, tool);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteChoice(writer, conversation);
        // Gemini cannot be kept from calling several functions at once: the answer's way back hides all but one.
    }

    private static void Write(Utf8JsonWriter writer, FunctionTool tool)
    {
        writer.WriteStartObject();
        writer.WriteRaw("name"u8, tool.Name);
        if (tool.Description is { } description) writer.WriteRaw("description"u8, description);
        if (tool.Parameters is { } parameters) writer.WriteRaw("parametersJsonSchema"u8, parameters);
        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, Conversation conversation)
    {
        var mode = conversation.ToolChoice?.Mode ?? ToolChoiceMode.Auto;
        var names = conversation.ToolChoice?.Names ?? [];
        // Under ANY arguments fit their schemas anyway; under AUTO they need not, and no subset can be named.
        var isValidated = mode == ToolChoiceMode.Auto && (names.Count > 0 || conversation.Tools.Exists(tool => tool.Strict == true));
        if (conversation.ToolChoice is null && !isValidated) return;
        writer.WriteStartObject("toolConfig"u8);
        writer.WriteStartObject("functionCallingConfig"u8);
        writer.WriteString("mode"u8, mode switch
        {
            ToolChoiceMode.None => "NONE"u8,
            ToolChoiceMode.Required => "ANY"u8,
            _ => isValidated ? "VALIDATED"u8 : "AUTO"u8,
        });
        if (names.Count > 0 && mode != ToolChoiceMode.None)
        {
            writer.WriteStartArray("allowedFunctionNames"u8);
            foreach (var name in names) writer.WriteRaw(name);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
