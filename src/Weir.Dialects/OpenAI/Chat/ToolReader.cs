using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads which functions a model may call and whether it must: <c>tools</c> and, from before there were tools, <c>functions</c>.</summary>
internal static class ToolReader
{
    public static void Read(JsonCursor request, Conversation conversation)
    {
        conversation.ParallelToolCalls = request.Flag("parallel_tool_calls");
        if (request.TryGet("tools", out var tools))
            foreach (var tool in tools.Items()) ReadTool(tool, conversation.Tools);
        if (request.TryGet("functions", out var functions))
        {
            foreach (var function in functions.Items())
                if (ReadFunction(function, function.Path) is { } read) conversation.Tools.Add(read);
            // An answer had room for one call of a function.
            conversation.ParallelToolCalls ??= false;
        }
        if (request.TryGet("tool_choice", out var choice)) conversation.ToolChoice = ReadChoice(choice);
        else if (request.TryGet("function_call", out var call)) conversation.ToolChoice = ReadFunctionChoice(call);
        if (conversation.ToolChoice is { } chosen) RequireKnown(chosen, conversation);
    }

    private static void ReadTool(JsonCursor tool, List<FunctionTool> tools)
    {
        if (!tool.IsObject() || !tool.TryRequire("type", out var type) || type.Text() is not { } word) return;
        if (word != "function")
        {
            tool.Reading.Omit(tool.Path, $"tools of the type '{(word.Length > 64 ? word[..64] : word)}' are known to OpenAI alone");
            return;
        }
        tool.OmitOthers("type", "function", "cache_control");
        if (tool.TryRequire("function", out var function) && ReadFunction(function, tool.Path) is { } read)
            tools.Add(read with { Cache = CacheMarks.Read(tool) });
    }

    private static FunctionTool? ReadFunction(JsonCursor function, JsonPath path)
    {
        if (!function.IsObject()) return null;
        function.OmitOthers("name", "description", "parameters", "strict");
        var description = function.RawText("description");
        var parameters = function.TryGet("parameters", out var schema) && schema.IsObject() ? schema.Element : (JsonElement?)null;
        var strict = function.Flag("strict");
        return ReadName(function) is { } name ? new FunctionTool(name, description, parameters, path) { Strict = strict } : null;
    }

    private static ToolChoice? ReadChoice(JsonCursor choice)
    {
        if (choice.Kind == JsonValueKind.String) return ReadMode(choice, choice.Path, "none", "auto", "required");
        if (choice.Kind != JsonValueKind.Object)
        {
            choice.FailType("a string or an object");
            return null;
        }
        if (!choice.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        switch (word)
        {
            case "function":
                choice.OmitOthers("type", "function");
                return choice.TryRequire("function", out var function) ? ReadNamed(function, choice.Path) : null;
            case "allowed_tools":
                choice.OmitOthers("type", "allowed_tools");
                return choice.TryRequire("allowed_tools", out var allowed) ? ReadAllowed(allowed, choice.Path) : null;
            case "custom":
                choice.Reading.Omit(choice.Path, "custom tools are known to OpenAI alone");
                return null;
            default:
                type.FailChoice(word, "function", "allowed_tools", "custom");
                return null;
        }
    }

    private static ToolChoice? ReadAllowed(JsonCursor allowed, JsonPath path)
    {
        if (!allowed.IsObject() || !allowed.TryRequire("mode", out var mode) || !allowed.TryRequire("tools", out var tools)) return null;
        allowed.OmitOthers("mode", "tools");
        if (ReadMode(mode, path, "auto", "required") is not { } read) return null;
        var names = new List<JsonElement>();
        foreach (var tool in tools.Items())
        {
            if (!tool.IsObject() || !tool.TryRequire("type", out var type) || type.Text() is not { } word) continue;
            if (word != "function") tool.Reading.Omit(tool.Path, "tools of this type are known to OpenAI alone");
            else if (tool.TryRequire("function", out var function) && function.IsObject() && ReadName(function) is { } name) names.Add(name);
        }
        if (tools.Kind == JsonValueKind.Array && tools.Element.GetArrayLength() == 0)
            tools.Fail($"'{tools.Path}' must hold at least one tool.", "empty_array");
        // Where none of the tools allowed can be told to the model, it may call none.
        return names.Count > 0 ? read with { Names = names } : new ToolChoice(ToolChoiceMode.None, [], path);
    }

    private static ToolChoice? ReadFunctionChoice(JsonCursor call) => call.Kind switch
    {
        JsonValueKind.String => ReadMode(call, call.Path, "none", "auto"),
        _ => ReadNamed(call, call.Path),
    };

    private static ToolChoice? ReadNamed(JsonCursor function, JsonPath path)
    {
        if (!function.IsObject()) return null;
        function.OmitOthers("name");
        return ReadName(function) is { } name ? new ToolChoice(ToolChoiceMode.Required, [name], path) : null;
    }

    private static ToolChoice? ReadMode(JsonCursor mode, JsonPath path, params ReadOnlySpan<string> allowed)
    {
        var word = mode.Text();
        if (word is null) return null;
        if (!allowed.Contains(word))
        {
            mode.FailChoice(word, allowed);
            return null;
        }
        return new ToolChoice(word switch { "none" => ToolChoiceMode.None, "required" => ToolChoiceMode.Required, _ => ToolChoiceMode.Auto }, [], path);
    }

    private static JsonElement? ReadName(JsonCursor function)
    {
        if (!function.TryRequire("name", out var name) || !name.IsText()) return null;
        if (!RawJson.Inside(name.Element).IsEmpty) return name.Element;
        name.Fail($"'{name.Path}' must not be empty.", "invalid_value");
        return null;
    }

    /// <summary>A tool that must be called has to be among the tools: providers would each say so in their own way.</summary>
    private static void RequireKnown(ToolChoice choice, Conversation conversation)
    {
        if (choice.Names.Count == 0) return;
        var known = ToolNames.Of(conversation.Tools.Select(tool => tool.Name));
        if (choice.Names.Select(ToolNames.Say).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            conversation.Reading.Fail(choice.Path, $"'{choice.Path}' names '{unknown}', which is not among the 'tools'.", "invalid_value");
    }
}
