using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Reads <c>toolConfig</c>.</summary>
internal static class ConverseTools
{
    public static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools, int Tokens) Read(Field body)
    {
        var config = body["toolConfig"];
        if (!config.Only("tools", "toolChoice"))
            return (ToolMode.None, [], 0);
        var tools = new List<ToolDefinition>();
        foreach (var tool in config["tools"].Required().Items())
        {
            tool.Only("toolSpec", "cachePoint", "systemTool");
            tool["systemTool"].Refuse("is not supported by the simulator");
            var spec = tool["toolSpec"];
            if (!spec.Only("name", "description", "inputSchema", "strict"))
                continue;
            spec["description"].Text();
            spec["strict"].Flag();
            var name = spec["name"].NonEmpty();
            if (name.Length is 0 or > 64 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
                spec["name"].Fail("Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+");
            spec["inputSchema"].Required().Only("json");
            var schema = spec["inputSchema"]["json"].Required().Object();
            if (schema is not null)
                spec["inputSchema"]["json"]["type"].Required().OneOf("object");
            if (tools.Any(other => other.Name == name))
                spec.Fail(ApiError.Invalid($"The tool {name} is already defined. Tool names must be unique.", spec.Path, null));
            tools.Add(new ToolDefinition(name, schema));
        }

        if (config["tools"].IsArray && tools.Count == 0)
            config.Fail(ApiError.Invalid("1 validation error detected: Value '[]' at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1", "toolConfig.tools", null));
        var (mode, allowed) = Choice(config["toolChoice"], tools);
        return (mode, allowed, PseudoTokens.Count(config["tools"].Value?.GetRawText() ?? ""));
    }

    private static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools) Choice(Field choice, List<ToolDefinition> tools)
    {
        if (!choice.Only("auto", "any", "tool"))
            return (ToolMode.Auto, tools);
        choice["auto"].Only();
        choice["any"].Only();
        if (choice["any"].IsGiven)
            return (ToolMode.Required, tools);
        if (!choice["tool"].Only("name"))
            return (ToolMode.Auto, tools);
        var name = choice["tool"]["name"].NonEmpty();
        var named = tools.Where(tool => tool.Name == name).ToList();
        if (named.Count == 0)
            choice.Fail(ApiError.Invalid($"The tool {name} in toolChoice is not defined in toolConfig.tools.", choice.Path, null));
        return (ToolMode.Required, named);
    }
}
