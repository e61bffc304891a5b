using System.Text.Json;
using Weir.Lab.Simulator.Schemas;

namespace Weir.Lab.Simulator.Validation;

/// <summary>What <c>response_format</c> must look like.</summary>
internal static class ResponseFormatRules
{
    public static ApiError? Validate(JsonElement format, string path)
    {
        if (Check.Keys(format, path, "type", "json_schema") is { } error)
            return error;
        if (Check.Given(format, "type") is not { } type)
            return Check.Missing($"{path}.type");
        if (Check.OneOf(type, $"{path}.type", "text", "json_object", "json_schema") is { } unknown)
            return unknown;
        if (type.GetString() != "json_schema")
            return null;
        return Check.Given(format, "json_schema") is { } named ? Named(named, $"{path}.json_schema") : Check.Missing($"{path}.json_schema");
    }

    private static ApiError? Named(JsonElement named, string path)
    {
        var error = Check.Keys(named, path, "name", "description", "schema", "strict") ?? ToolRules.Name(named, path);
        if (error is null && Check.Given(named, "description") is { } description)
            error = Check.Text(description, $"{path}.description");
        if (error is null && Check.Given(named, "strict") is { } strict)
            error = Check.Boolean(strict, $"{path}.strict");
        if (error is not null)
            return error;
        var isStrict = Check.Given(named, "strict") is { ValueKind: JsonValueKind.True };
        if (Check.Given(named, "schema") is not { } schema)
            return isStrict ? Check.Missing($"{path}.schema") : null;
        if (Check.Object(schema, $"{path}.schema") is { } wrong)
            return wrong;
        return isStrict && StrictSchema.Problem(schema) is { } problem
            ? ApiError.Invalid($"Invalid schema for response_format '{named.GetProperty("name").GetString()}': {problem}", "response_format", "invalid_json_schema")
            : null;
    }
}
