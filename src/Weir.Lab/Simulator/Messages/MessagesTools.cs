using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Messages;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class MessagesTools
{
    public static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools, bool Parallel, int Tokens) Read(Field body, bool thinks)
    {
        var tools = new List<ToolDefinition>();
        foreach (var tool in body["tools"].Items())
        {
            if (Tool(tool) is not { } definition)
                continue;
            if (tools.Any(other => other.Name == definition.Name))
                tool.Fail(ApiError.Invalid("tools: Tool names must be unique.", "tools", null));
            tools.Add(definition);
        }

        var (mode, choice, parallel) = Choice(body["tool_choice"], tools, thinks);
        var tokens = tools.Count == 0 ? 0 : PseudoTokens.Count(body["tools"].Value!.Value.GetRawText());
        return (mode, choice, parallel, tokens);
    }

    public static bool AreMarked(Field body) => body["tools"].Items().Any(tool => tool["cache_control"].IsGiven);

    private static ToolDefinition? Tool(Field tool)
    {
        if (tool.Object() is null)
            return null;
        if (tool["type"].Text() is { } type and not "custom")
            tool["type"].Fail($"'{type}' is not simulated: declare a tool with an input_schema");
        tool.Only("type", "name", "description", "input_schema", "cache_control", "strict", "eager_input_streaming", "input_examples");
        tool["description"].Text();
        tool["strict"].Flag();
        tool["eager_input_streaming"].Flag();
        tool["input_examples"].Items();
        BlockReader.CacheControl(tool);
        var name = tool["name"].NonEmpty();
        if (name.Length > 128 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
            tool["name"].Fail("String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
        var schema = tool["input_schema"].Required().Object();
        if (schema is not null)
            tool["input_schema"]["type"].Required().OneOf("object");
        return new ToolDefinition(name, schema);
    }

    private static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools, bool Parallel) Choice(
        Field choice, List<ToolDefinition> tools, bool thinks)
    {
        if (choice.Object() is null)
            return (tools.Count > 0 ? ToolMode.Auto : ToolMode.None, tools, true);
        var type = choice["type"].Required().OneOf("auto", "any", "tool", "none");
        if (type == "none")
        {
            choice.Only("type");
            return (ToolMode.None, tools, true);
        }

        if (tools.Count == 0)
            choice.Fail(ApiError.Invalid("tool_choice may only be specified while providing tools.", "tool_choice", null));
        if (thinks && type is ("any" or "tool"))
            choice.Fail(ApiError.Invalid("Thinking may not be enabled when tool_choice forces tool use.", "tool_choice", null));
        var parallel = !choice["disable_parallel_tool_use"].Flag();
        if (type != "tool")
        {
            choice.Only("type", "disable_parallel_tool_use");
            return (type == "any" ? ToolMode.Required : ToolMode.Auto, tools, parallel);
        }

        choice.Only("type", "name", "disable_parallel_tool_use");
        var name = choice["name"].NonEmpty();
        var named = tools.Where(tool => tool.Name == name).ToList();
        if (named.Count == 0)
            choice.Fail(ApiError.Invalid($"Tool '{name}' not found in provided tools", "tool_choice", null));
        return (ToolMode.Required, named, parallel);
    }
}
