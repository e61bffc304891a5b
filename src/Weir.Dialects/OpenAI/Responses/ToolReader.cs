using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads a request's tools, and which of them may or must be called.</summary>
internal static class ToolReader
{
    public static void Read(JsonCursor tools, Conversation conversation)
    {
        var functions = conversation.Tools;
        foreach (var tool in tools.Items())
        {
            if (!tool.TryRequire("type", out var type) || type.Text() is not { } word) continue;
            if (word == "namespace") Namespace(tool, functions);
            else if (!TryRead(tool, word, null, functions)) conversation.HostedTools.Add(tool);
        }
        RequireDistinct(functions, tools.Reading);
    }

    /// <returns>False when it is no tool of the client's own, and an omission.</returns>
    private static bool TryRead(JsonCursor tool, string type, JsonElement? space, List<FunctionTool> functions)
    {
        if (type is not ("function" or "custom"))
        {
            OmitType(tool, type);
            return false;
        }
        if ((type == "custom" ? CustomTool.Read(tool, space) : Function(tool, space)) is { } function) functions.Add(function);
        return true;
    }

    /// <summary>Functions of a group are functions like others, whose names say where they stand. What the group is for is told once, with its first one.</summary>
    private static void Namespace(JsonCursor group, List<FunctionTool> functions)
    {
        group.OmitOthers("type", "name", "description", "tools");
        if (!JsonString.TryRequire(group, "name", out var name) || !group.TryRequire("tools", out var tools)) return;
        var first = functions.Count;
        foreach (var tool in tools.Items())
            if (tool.TryRequire("type", out var type) && type.Text() is { } word) TryRead(tool, word, name, functions);
        if (functions.Count > first && group.RawText("description") is { } description && !RawJson.Inside(description).IsEmpty)
            functions[first] = functions[first] with { Description = NamespacedName.Describe(name, description, functions[first].Description) };
    }

    /// <summary>A name that two tools have in the end would not say which of them is called.</summary>
    private static void RequireDistinct(List<FunctionTool> functions, RequestReading reading)
    {
        if (!functions.Exists(function => function.Origin is not null)) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in functions)
            if (RawJson.Say(RawJson.Inside(function.Name)) is { } name && !names.Add(name))
                reading.Fail(function.Path, $"'{function.Path}': another tool is called '{Short(name)}' too, as the namespace and the name of this one are where there are no namespaces. Rename one of them.", "invalid_value");
    }

    private static void OmitType(JsonCursor tool, string type) =>
        tool.Reading.Omit(tool.Path, $"a tool of the type '{Short(type)}' is one that only OpenAI's Responses API has", type);

    private static FunctionTool? Function(JsonCursor tool, JsonElement? space)
    {
        if (tool.Flag("defer_loading") == true) tool.Reading.Omit(tool.Path.Member("defer_loading"));
        tool.OmitOthers("type", "name", "description", "parameters", "strict", "defer_loading");
        if (!JsonString.TryRequire(tool, "name", out var name)) return null;
        var parameters = tool.TryGet("parameters", out var schema) && schema.IsObject() ? schema.Element : (JsonElement?)null;
        return new FunctionTool(space is { } group ? NamespacedName.Of(group, name) : name, tool.RawText("description"), parameters, tool.Path)
        {
            Strict = tool.Flag("strict"),
            Origin = space is null ? null : new ToolOrigin(name, space, IsCustom: false),
        };
    }

    public static ToolChoice? Choice(JsonCursor choice)
    {
        if (choice.Kind == JsonValueKind.String) return Mode(choice, mayBeNone: true) is { } mode ? new ToolChoice(mode, [], choice.Path) : null;
        if (!choice.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        switch (word)
        {
            case "function" or "custom":
                choice.OmitOthers("type", "name");
                return JsonString.TryRequire(choice, "name", out var name) ? new ToolChoice(ToolChoiceMode.Required, [name], choice.Path) : null;
            case "allowed_tools": return Allowed(choice);
            default:
                OmitType(choice, word);
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
            if (word is not ("function" or "custom"))
            {
                OmitType(tool, word);
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
