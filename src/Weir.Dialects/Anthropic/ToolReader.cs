using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads the tools and the choice among them.</summary>
internal static class ToolReader
{
    public static void Read(JsonCursor request, Conversation conversation)
    {
        if (request.TryGet("tools", out var tools))
            foreach (var tool in tools.Items()) Tool(tool, conversation);
        if (request.TryGet("tool_choice", out var choice)) Choice(choice, conversation);
    }

    private static void Tool(JsonCursor tool, Conversation conversation)
    {
        if (tool.Text("type") is { } type && type != "custom")
        {
            tool.Reading.Omit(tool.Path, "tools that run at Anthropic exist there alone", tool.Text("name") ?? type);
            conversation.HostedTools.Add(tool);
            return;
        }
        foreach (var (member, value) in tool.Members())
            // Arguments are streamed on as they come from any provider, which is what eager_input_streaming asks for.
            if (!(member is "type" or "name" or "description" or "input_schema" or "cache_control" or "strict" or "eager_input_streaming" || IsOff(value.Element)))
                tool.Reading.Omit(value.Path);
        var cache = CacheMarkReader.Read(tool);
        var strict = tool.Flag("strict");
        var description = tool.RawText("description");
        var name = RequestReader.Name(tool, "name");
        if (!tool.TryRequire("input_schema", out var schema) || !schema.IsObject() || name is null) return;
        conversation.Tools.Add(new FunctionTool(name.Value.Element, description, schema.Element, tool.Path) { Strict = strict, Cache = cache });
    }

    private static void Choice(JsonCursor choice, Conversation conversation)
    {
        if (!choice.TryRequire("type", out var type) || type.Text() is not { } word) return;
        choice.OmitOthers("type", "name", "disable_parallel_tool_use");
        if (choice.Flag("disable_parallel_tool_use") is { } disabled) conversation.ParallelToolCalls = !disabled;
        switch (word)
        {
            case "auto": conversation.ToolChoice = new ToolChoice(ToolChoiceMode.Auto, [], choice.Path); break;
            case "any": conversation.ToolChoice = new ToolChoice(ToolChoiceMode.Required, [], choice.Path); break;
            case "none": conversation.ToolChoice = new ToolChoice(ToolChoiceMode.None, [], choice.Path); break;
            case "tool":
                if (RequestReader.Name(choice, "name") is { } name)
                    conversation.ToolChoice = new ToolChoice(ToolChoiceMode.Required, [name.Element], choice.Path);
                break;
            default: type.FailChoice(word, "auto", "any", "tool", "none"); break;
        }
    }

    /// <summary>Flags that are off (<c>defer_loading</c>) ask for nothing.</summary>
    private static bool IsOff(JsonElement value) =>
        value.ValueKind == JsonValueKind.False || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);
}
