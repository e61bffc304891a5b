using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes the functions of a request and how free the model is to call them.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation)
    {
        if (conversation.Tools.Count == 0)
        {
            // OpenAI refuses a choice where there is nothing to choose from. To call none of none is what happens anyway.
            if (conversation.ToolChoice is { Mode: ToolChoiceMode.Required } impossible)
                conversation.Reading.Omit(impossible.Path, "there are no tools to choose from");
            return;
        }
        var choice = conversation.ToolChoice;
        var tools = Allowed(conversation.Tools, choice);
        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools) WriteTool(writer, tool);
        writer.WriteEndArray();
        if (choice is not null) WriteChoice(writer, choice);
        // Several at once is the default everywhere, and some of OpenAI's models refuse even to be told so.
        if (conversation.ParallelToolCalls == false) writer.WriteBoolean("parallel_tool_calls"u8, false);
    }

    /// <summary>Only OpenAI's newest servers know <c>allowed_tools</c>; all servers know that a tool which is not there cannot be called.</summary>
    private static List<FunctionTool> Allowed(List<FunctionTool> tools, ToolChoice? choice)
    {
        if (choice is null or { Mode: ToolChoiceMode.None } || choice.Names.Count == 0 || IsNamed(choice)) return tools;
        var names = ToolNames.Of(choice.Names);
        var allowed = tools.FindAll(tool => names.Contains(ToolNames.Say(tool.Name)));
        return allowed.Count > 0 ? allowed : tools;
    }

    private static void WriteTool(Utf8JsonWriter writer, FunctionTool tool)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteRaw("name"u8, tool.Name);
        if (tool.Description is { } description) writer.WriteRaw("description"u8, description);
        if (tool.Parameters is { } parameters) writer.WriteRaw("parameters"u8, parameters);
        else if (tool.Strict != true) WriteNoParameters(writer);
        if (tool.Strict is { } strict) writer.WriteBoolean("strict"u8, strict);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>OpenAI lets them be left out where there are none; others (Mistral) do not.</summary>
    private static void WriteNoParameters(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("parameters"u8);
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartObject("properties"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ToolChoice choice)
    {
        if (!IsNamed(choice))
        {
            writer.WriteString("tool_choice"u8, choice.Mode switch { ToolChoiceMode.None => "none"u8, ToolChoiceMode.Required => "required"u8, _ => "auto"u8 });
            return;
        }
        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteRaw("name"u8, choice.Names[0]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static bool IsNamed(ToolChoice choice) => choice is { Mode: ToolChoiceMode.Required, Names.Count: 1 };
}
