using System.Text.Json;
using Weir.Lab.Simulator.Schemas;

namespace Weir.Lab.Simulator.Validation;

/// <summary>What tools and the choice between them must look like.</summary>
internal static class ToolRules
{
    public static ApiError? CheckTools(JsonElement tools, string path)
    {
        if (Check.Array(tools, path) is { } error)
            return error;
        if (tools.GetArrayLength() is 0 or > 128)
        {
            return ApiError.Invalid(
                $"Invalid '{path}': expected an array with 1 to 128 tools, but got {tools.GetArrayLength()}.", path, "invalid_array_length");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var place = $"{path}[{index++}]";
            if (Tool(tool, place) is { } wrong)
                return wrong;
            var name = tool.GetProperty("function").GetProperty("name").GetString()!;
            if (!names.Add(name))
                return ApiError.Invalid($"Invalid '{place}.function.name': tool names must be unique, '{name}' is there twice.", $"{place}.function.name", "invalid_value");
        }

        return null;
    }

    /// <summary>Function and schema names: letters, digits, underscore and dash, at most 64.</summary>
    public static ApiError? Name(JsonElement owner, string path)
    {
        if (Check.Given(owner, "name") is not { } name)
            return Check.Missing($"{path}.name");
        if (Check.Text(name, $"{path}.name", 64) is { } error)
            return error;
        var text = name.GetString()!;
        return text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
            ? null
            : ApiError.Invalid(
                $"Invalid '{path}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
                $"{path}.name",
                "invalid_value");
    }

    public static ApiError? CheckChoice(JsonElement choice, JsonElement tools)
    {
        if (choice.ValueKind == JsonValueKind.String)
            return Check.OneOf(choice, "tool_choice", "none", "auto", "required");
        if (Check.Object(choice, "tool_choice") is { } error)
            return error;
        if (Check.Given(choice, "type") is not { } type)
            return Check.Missing("tool_choice.type");
        if (Check.OneOf(type, "tool_choice.type", "function", "allowed_tools") is { } unknown)
            return unknown;
        return type.GetString() == "function" ? Named(choice, "tool_choice", tools) : Allowed(choice, tools);
    }

    private static ApiError? Tool(JsonElement tool, string path)
    {
        if (Check.Object(tool, path) is { } error)
            return error;
        if (Check.Given(tool, "type") is not { } type)
            return Check.Missing($"{path}.type");
        if (type.ValueKind == JsonValueKind.String && type.GetString() == "custom")
            return ApiError.UnsupportedValue($"{path}.type", "custom", "with this model: declare a function.");
        if ((Check.OneOf(type, $"{path}.type", "function") ?? Check.Keys(tool, path, "type", "function")) is { } wrong)
            return wrong;
        if (Check.Given(tool, "function") is not { } function)
            return Check.Missing($"{path}.function");
        return Function(function, $"{path}.function");
    }

    private static ApiError? Function(JsonElement function, string path)
    {
        var error = Check.Keys(function, path, "name", "description", "parameters", "strict") ?? Name(function, path);
        if (error is null && Check.Given(function, "description") is { } description)
            error = Check.Text(description, $"{path}.description");
        if (error is null && Check.Given(function, "strict") is { } strict)
            error = Check.Boolean(strict, $"{path}.strict");
        if (error is not null || Check.Given(function, "parameters") is not { } parameters)
            return error;
        error = Check.Object(parameters, $"{path}.parameters");
        if (error is not null)
            return error;
        var title = $"function '{function.GetProperty("name").GetString()}'";
        if (Check.Given(parameters, "type") is { } type && !(type.ValueKind == JsonValueKind.String && type.GetString() == "object"))
        {
            return ApiError.Invalid(
                $"Invalid schema for {title}: schema must be a JSON Schema of 'type: \"object\"', got 'type: {type}'.",
                $"{path}.parameters",
                "invalid_function_parameters");
        }

        return Check.Given(function, "strict") is { ValueKind: JsonValueKind.True } && StrictSchema.Problem(parameters) is { } problem
            ? ApiError.Invalid($"Invalid schema for {title}: {problem}", $"{path}.parameters", "invalid_function_parameters")
            : null;
    }

    private static ApiError? Named(JsonElement choice, string path, JsonElement tools)
    {
        if (Check.Given(choice, "function") is not { } function)
            return Check.Missing($"{path}.function");
        if (Name(function, $"{path}.function") is { } error)
            return error;
        var name = function.GetProperty("name").GetString();
        return tools.EnumerateArray().Any(tool => tool.GetProperty("function").GetProperty("name").GetString() == name)
            ? null
            : ApiError.Invalid($"Tool choice '{name}' not found in 'tools' parameter.", path, "invalid_value");
    }

    private static ApiError? Allowed(JsonElement choice, JsonElement tools)
    {
        const string Path = "tool_choice.allowed_tools";
        if (Check.Given(choice, "allowed_tools") is not { } allowed)
            return Check.Missing(Path);
        if (Check.Keys(allowed, Path, "mode", "tools") is { } error)
            return error;
        if (Check.Given(allowed, "mode") is not { } mode)
            return Check.Missing($"{Path}.mode");
        if (Check.Given(allowed, "tools") is not { } list)
            return Check.Missing($"{Path}.tools");
        if ((Check.OneOf(mode, $"{Path}.mode", "auto", "required") ?? Check.Array(list, $"{Path}.tools")) is { } wrong)
            return wrong;
        var index = 0;
        foreach (var tool in list.EnumerateArray())
        {
            if (Named(tool, $"{Path}.tools[{index++}]", tools) is { } absent)
                return absent;
        }

        return index > 0 ? null : ApiError.Invalid($"Invalid '{Path}.tools': empty array.", $"{Path}.tools", "empty_array");
    }
}
