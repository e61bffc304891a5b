using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes the tools and the choice among them.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation)
    {
        var tools = Meant(conversation);
        var hosted = conversation.StaysInDialect ? conversation.HostedTools : [];
        if (tools.Count + hosted.Count > 0)
        {
            writer.WriteStartArray("tools"u8);
            foreach (var tool in tools) Write(writer, tool);
            foreach (var tool in hosted)
            {
                writer.WriteRaw(tool.Element);
                tool.Reading.Retract(tool.Path);
            }
            writer.WriteEndArray();
            Choice(writer, conversation.ToolChoice, conversation.ParallelToolCalls == false);
        }
        else if (conversation.ToolChoice is { Mode: ToolChoiceMode.Required } choice)
            conversation.Reading.Omit(choice.Path, "there is no tool that could be called");
    }

    /// <summary>A choice among some of the tools cannot be said, so the others are not shown. One tool that has to be called is named in the choice instead.</summary>
    private static List<FunctionTool> Meant(Conversation conversation)
    {
        if (conversation.ToolChoice is not { Mode: not ToolChoiceMode.None, Names.Count: > 0 } choice || choice is { Mode: ToolChoiceMode.Required, Names.Count: 1 }) return conversation.Tools;
        var names = ToolNames.Of(choice.Names);
        return conversation.Tools.FindAll(tool => names.Contains(ToolNames.Say(tool.Name)));
    }

    private static void Write(Utf8JsonWriter writer, FunctionTool tool)
    {
        writer.WriteStartObject();
        writer.WriteRaw("name"u8, tool.Name);
        if (tool.Description is { } description) writer.WriteRaw("description"u8, description);
        writer.WritePropertyName("input_schema"u8);
        Schema(writer, tool.Parameters);
        if (tool.Strict == true) writer.WriteBoolean("strict"u8, true);
        BlockWriter.WriteCache(writer, tool.Cache);
        writer.WriteEndObject();
    }

    /// <summary>Anthropic wants a schema, and its type said; others take a function without parameters, and <c>{}</c>.</summary>
    private static void Schema(Utf8JsonWriter writer, JsonElement? parameters)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } schema)
        {
            writer.WriteRawValue("{\"type\":\"object\",\"properties\":{}}"u8, skipInputValidation: true);
            return;
        }
        if (schema.TryGetProperty("type"u8, out _)) writer.WriteRaw(schema);
        else SchemaWriter.WriteWith(writer, schema, "\"type\":\"object\""u8);
    }

    private static void Choice(Utf8JsonWriter writer, ToolChoice? choice, bool oneAtATime)
    {
        if (choice is null && !oneAtATime) return;
        var named = choice is { Mode: ToolChoiceMode.Required, Names.Count: 1 };
        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, choice?.Mode switch
        {
            ToolChoiceMode.None => "none"u8,
            ToolChoiceMode.Required => named ? "tool"u8 : "any"u8,
            _ => "auto"u8,
        });
        if (named) writer.WriteRaw("name"u8, choice!.Names[0]);
        if (oneAtATime && choice?.Mode != ToolChoiceMode.None) writer.WriteBoolean("disable_parallel_tool_use"u8, true);
        writer.WriteEndObject();
    }
}
