using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads a request's tools, and which of them may or must be called.</summary>
internal static class ToolReader
{
    public static void Read(JsonCursor tools, List<FunctionTool> functions)
    {
        foreach (var tool in tools.Items())
        {
            if (!tool.TryRequire("type", out var type) || type.Text() is not { } word) continue;
            if (word != "function") tool.Reading.Omit(tool.Path, $"a tool of the type '{Short(word)}' is one that only OpenAI's Responses API has");
            else if (Function(tool) is { } function) functions.Add(function);
        }
    }

    private static FunctionTool? Function(JsonCursor tool)
    {
        if (tool.Flag("defer_loading") == true) tool.Reading.Omit(tool.Path.Member("defer_loading"));
        tool.OmitOthers("type", "name", "description", "parameters", "strict", "defer_loading");
        if (!JsonString.TryRequire(tool, "name", out var name)) return null;
        var parameters = tool.TryGet("parameters", out var schema) && schema.IsObject() ? schema.Element : (JsonElement?)null;
        return new FunctionTool(name, tool.RawText("description"), parameters, tool.Path) { Strict = tool.Flag("strict") };
    }

    public static ToolChoice? Choice(JsonCursor choice)
    {
        if (choice.Kind == JsonValueKind.String) return Mode(choice, mayBeNone: true) is { } mode ? new ToolChoice(mode, [], choice.Path) : null;
        if (!choice.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        switch (word)
        {
            case "function":
                choice.OmitOthers("type", "name");
                return JsonString.TryRequire(choice, "name", out var name) ? new ToolChoice(ToolChoiceMode.Required, [name], choice.Path) : null;
            case "allowed_tools": return Allowed(choice);
            default:
                choice.Reading.Omit(choice.Path, $"a tool of the type '{Short(word)}' is one that only OpenAI's Responses API has");
                return null;
        }
    }

    private static ToolChoice? Allowed(JsonCursor choice)
    {
        choice.OmitOthers("type", "mode", "tools");
        if (!choice.TryRequire("mode", out var mode) || Mode(mode, mayBeNone: false) is not { } chosen || !choice.TryRequire("tools", out var tools)) return null;
        var names = new List<JsonElement>();
        foreach (var tool in tools.Items())
        {
            if (!tool.TryRequire("type", out var type) || type.Text() is not { } word) continue;
            if (word != "function")
            {
                tool.Reading.Omit(tool.Path, $"a tool of the type '{Short(word)}' is one that only OpenAI's Responses API has");
                continue;
            }
            tool.OmitOthers("type", "name");
            if (JsonString.TryRequire(tool, "name", out var name)) names.Add(name);
        }
        // Nothing else may be called: without a name left, nothing may.
        return names.Count == 0 ? new ToolChoice(ToolChoiceMode.None, [], choice.Path) : new ToolChoice(chosen, names, choice.Path);
    }

    private static ToolChoiceMode? Mode(JsonCursor mode, bool mayBeNone)
    {
        switch (mode.Text())
        {
            case null: return null;
            case "auto": return ToolChoiceMode.Auto;
            case "required": return ToolChoiceMode.Required;
            case "none" when mayBeNone: return ToolChoiceMode.None;
            case var other:
                if (mayBeNone) mode.FailChoice(other, "none", "auto", "required");
                else mode.FailChoice(other, "auto", "required");
                return null;
        }
    }

    private static string Short(string word) => word.Length <= 64 ? word : word[..64] + "…";
}
