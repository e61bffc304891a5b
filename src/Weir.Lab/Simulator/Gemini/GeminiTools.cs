using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Reads <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiTools
{
    public static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools, int Tokens) Read(Field body)
    {
        var tools = new List<ToolDefinition>();
        foreach (var tool in body["tools"].Items())
        {
            if (tool.Object() is not { } given)
                continue;
            foreach (var member in given.EnumerateObject())
            {
                if (member.Name is not ("functionDeclarations" or "function_declarations"))
                    tool[member.Name].Refuse("is not supported by the simulator");
            }

            foreach (var function in tool.Either("functionDeclarations", "function_declarations").Items())
            {
                var definition = Function(function);
                if (tools.Any(other => other.Name == definition.Name))
                    function.Fail(ApiError.Invalid($"Duplicate function declaration found: {definition.Name}", function.Path, null));
                tools.Add(definition);
            }
        }

        var tokens = tools.Count == 0 ? 0 : PseudoTokens.Count(body["tools"].Value!.Value.GetRawText());
        var (mode, allowed) = Choice(body.Either("toolConfig", "tool_config"), tools);
        return (mode, allowed, tokens);
    }

    private static ToolDefinition Function(Field function)
    {
        function.Only(
            "name", "description", "parameters", "parametersJsonSchema", "parameters_json_schema", "response", "responseJsonSchema", "response_json_schema", "behavior");
        function["description"].Text();
        var name = function["name"].NonEmpty();
        if (name.Length > 128 || name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' or ':'))
        {
            function["name"].Fail(
                "Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.");
        }

        var plain = function.Either("parametersJsonSchema", "parameters_json_schema");
        if (plain.IsGiven && function["parameters"].IsGiven)
            plain.Fail("parameters and parameters_json_schema must not both be set");
        return new ToolDefinition(name, plain.IsGiven ? plain.Object() : GeminiSchema.Read(function["parameters"]));
    }

    private static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools) Choice(Field config, List<ToolDefinition> tools)
    {
        config.Only("functionCallingConfig", "function_calling_config");
        var calling = config.Either("functionCallingConfig", "function_calling_config");
        calling.Only("mode", "allowedFunctionNames", "allowed_function_names");
        var mode = calling["mode"].OneOf("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED") switch
        {
            "ANY" => ToolMode.Required,
            "NONE" => ToolMode.None,
            _ => tools.Count > 0 ? ToolMode.Auto : ToolMode.None,
        };
        var names = calling.Either("allowedFunctionNames", "allowed_function_names");
        if (!names.IsGiven)
            return (mode, tools);
        if (mode == ToolMode.Auto && calling["mode"].Text() != "VALIDATED")
            calling.Fail(ApiError.Invalid("Allowed function names should only be set when function calling mode is ANY or VALIDATED.", names.Path, null));
        var allowed = names.Texts();
        foreach (var name in allowed.Where(name => tools.All(tool => tool.Name != name)))
            names.Fail($"Allowed function name {name} is not declared");
        return (mode, [.. tools.Where(tool => allowed.Contains(tool.Name))]);
    }
}
