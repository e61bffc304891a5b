using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Schemas;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Responses;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>; tools are flat here, without the <c>function</c> of chat.</summary>
internal static class ResponsesTools
{
    public static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools, int Tokens) Read(Field body)
    {
        var tools = new List<ToolDefinition>();
        foreach (var tool in body["tools"].Items())
            Add(tool, tools);

        var tokens = tools.Count == 0 ? 0 : PseudoTokens.Count(body["tools"].Value!.Value.GetRawText());
        var (mode, allowed) = Choice(body["tool_choice"], tools);
        return (mode, allowed, tokens);
    }

    /// <summary>Adds a function, or those of a group. A search of the web may be declared, and is never made.</summary>
    private static void Add(Field tool, List<ToolDefinition> tools)
    {
        if (tool.Object() is null)
            return;
        switch (tool["type"].Required().Text())
        {
            case null or "web_search":
                break;
            case "function":
                tools.Add(Function(tool));
                break;
            case "namespace":
                tool.Only("type", "name", "description", "tools");
                tool["description"].Required().Text();
                foreach (var member in tool["tools"].Required().Items())
                {
                    member["type"].Required().OneOf("function");
                    tools.Add(Function(member) with { Namespace = tool["name"].NonEmpty() });
                }

                break;
            case var type:
                tool.Fail(ApiError.UnsupportedValue(tool["type"].Path, type, "with this model: declare a function."));
                break;
        }
    }

    private static ToolDefinition Function(Field tool)
    {
        tool.Only("type", "name", "description", "parameters", "strict");
        tool["description"].Text();
        var name = tool["name"].NonEmpty();
        if (name.Length > 64 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
            tool["name"].Fail("string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.");
        var parameters = tool["parameters"].Object();

        // Unlike chat, strict is the rule here and false the exception; only what says so is held to it.
        if (tool["strict"].Flag() && parameters is { } schema && StrictSchema.Problem(schema) is { } problem)
            tool.Fail(ApiError.Invalid($"Invalid schema for function '{name}': {problem}", tool["parameters"].Path, "invalid_function_parameters"));
        return new ToolDefinition(name, parameters);
    }

    private static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools) Choice(Field choice, List<ToolDefinition> tools)
    {
        if (!choice.IsGiven)
            return (tools.Count > 0 ? ToolMode.Auto : ToolMode.None, tools);
        if (choice.IsText)
        {
            var mode = ModeOf(choice.OneOf("none", "auto", "required"));
            if (mode == ToolMode.Required && tools.Count == 0)
                choice.Fail(ApiError.Invalid("Tool choice 'required' must be specified with 'tools' parameter.", choice.Path, "invalid_value"));
            return (mode, tools);
        }

        if (choice.Object() is null)
            return (ToolMode.None, tools);
        if (choice["type"].Required().OneOf("function", "allowed_tools") != "allowed_tools")
        {
            choice.Only("type", "name");
            return (ToolMode.Required, Find(choice, tools));
        }

        choice.Only("type", "mode", "tools");
        var allowed = new List<ToolDefinition>();
        foreach (var tool in choice["tools"].Required().Items())
        {
            tool["type"].Required().OneOf("function");
            allowed.AddRange(Find(tool, tools));
        }

        return (ModeOf(choice["mode"].Required().OneOf("auto", "required")), allowed);
    }

    private static ToolMode ModeOf(string? mode) => mode switch
    {
        "none" => ToolMode.None,
        "required" => ToolMode.Required,
        _ => ToolMode.Auto,
    };

    private static List<ToolDefinition> Find(Field named, List<ToolDefinition> tools)
    {
        var name = named["name"].NonEmpty();
        var found = tools.Where(tool => tool.Name == name).ToList();
        if (found.Count == 0)
            named.Fail(ApiError.Invalid($"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice", "invalid_value"));
        return found;
    }
}
