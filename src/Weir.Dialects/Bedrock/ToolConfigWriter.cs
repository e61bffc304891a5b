using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>Writes the tools that the model may call, and which of them it has to.</summary>
internal static class ToolConfigWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation, BedrockModel model)
    {
        if (conversation.Tools.Count == 0)
        {
            WriteCalled(writer, conversation);
            return;
        }
        var choice = conversation.ToolChoice;
        if (choice?.Mode == ToolChoiceMode.None)
        {
            if (!conversation.Turns.Exists(turn => turn.Parts.Any(part => part is ToolCallPart or ToolResultPart))) return;
            conversation.Reading.Omit(choice.Path, "Bedrock cannot forbid calls in a conversation that has some already");
        }
        writer.WriteStartObject("toolConfig"u8);
        WriteTools(writer, conversation, model);
        if (choice is { Mode: not ToolChoiceMode.None }) WriteChoice(writer, choice);
        writer.WriteEndObject();
        // Converse cannot keep a model from calling several tools at once: the answer's way back hides all but one.
    }

    /// <summary>
    /// Bedrock refuses a conversation with calls in it and no tools, as an agent has it to whom another one has handed over:
    /// what was called is declared, and the model told not to call it.
    /// </summary>
    private static void WriteCalled(Utf8JsonWriter writer, Conversation conversation)
    {
        var called = conversation.Turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().Select(call => call.Name).DistinctBy(name => RawJson.Say(RawJson.Inside(name))).ToList();
        if (called.Count == 0) return;
        writer.WriteStartObject("toolConfig"u8);
        writer.WriteStartArray("tools"u8);
        foreach (var name in called) Write(writer, new FunctionTool(name, NoLonger, null, JsonPath.Root));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static readonly JsonElement NoLonger = RawJson.Text("No longer available. Do not call it.");

    private static void WriteTools(Utf8JsonWriter writer, Conversation conversation, BedrockModel model)
    {
        var blocks = new BlockWriter(writer, model, conversation.Reading);
        // Which of the tools are meant cannot be said, but those that are not need not be shown.
        var meant = conversation.ToolChoice is { Mode: not ToolChoiceMode.None, Names: { Count: > 0 } names } choice && !(choice.Mode == ToolChoiceMode.Required && names.Count == 1)
            ? ToolNames.Of(names)
            : null;
        writer.WriteStartArray("tools"u8);
        foreach (var tool in conversation.Tools)
        {
            if (meant?.Contains(ToolNames.Say(tool.Name)) == false) continue;
            Write(writer, tool);
            blocks.WriteCachePoint(tool.Cache);
        }
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, FunctionTool tool)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("toolSpec"u8);
        writer.WriteRaw("name"u8, tool.Name);
        if (tool.Description is { } description && !RawJson.Inside(description).IsEmpty) writer.WriteRaw("description"u8, description);
        writer.WriteStartObject("inputSchema"u8);
        writer.WritePropertyName("json"u8);
        if (tool.Parameters is { } parameters) writer.WriteRaw(parameters);
        else writer.WriteRawValue("""{"type":"object","properties":{}}"""u8, skipInputValidation: true);
        writer.WriteEndObject();
        if (tool.Strict == true) writer.WriteBoolean("strict"u8, true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ToolChoice choice)
    {
        writer.WriteStartObject("toolChoice"u8);
        if (choice is { Mode: ToolChoiceMode.Required, Names.Count: 1 })
        {
            writer.WriteStartObject("tool"u8);
            writer.WriteRaw("name"u8, choice.Names[0]);
        }
        else writer.WriteStartObject(choice.Mode == ToolChoiceMode.Required ? "any"u8 : "auto"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
