using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads the functions that a model may call.</summary>
internal static class ToolsReader
{
    public static void Read(Conversation conversation, JsonCursor tools)
    {
        foreach (var tool in tools.OneOrMany())
        {
            if (!tool.IsObject()) continue;
            // Tools that Google runs itself (googleSearch, codeExecution, urlContext, …) have no likeness elsewhere.
            tool.OmitOthersThan("functionDeclarations");
            if (!tool.TryFind("functionDeclarations", out var functions)) continue;
            foreach (var function in functions.OneOrMany()) ReadFunction(conversation, function);
        }
    }

    public static void ReadChoice(Conversation conversation, JsonCursor config)
    {
        if (!config.IsObject()) return;
        config.OmitOthersThan("functionCallingConfig");
        if (!config.TryFind("functionCallingConfig", out var calling) || !calling.IsObject()) return;
        calling.OmitOthersThan("mode", "allowedFunctionNames");
        var names = new List<JsonElement>();
        if (calling.TryFind("allowedFunctionNames", out var allowed))
            foreach (var name in allowed.Items())
                if (name.IsText()) names.Add(name.Element);
        var mode = Mode(calling);
        if (mode is not null || names.Count > 0) conversation.ToolChoice = new ToolChoice(mode ?? ToolChoiceMode.Auto, names, calling.Path);
    }

    private static ToolChoiceMode? Mode(JsonCursor calling)
    {
        if (!calling.TryGet("mode", out var mode) || mode.Text() is not { } word) return null;
        switch (word)
        {
            case "MODE_UNSPECIFIED": return null;
            case "AUTO": return ToolChoiceMode.Auto;
            case "ANY": return ToolChoiceMode.Required;
            case "NONE": return ToolChoiceMode.None;
            case "VALIDATED":
                mode.Reading.Omit(mode.Path, "'VALIDATED' says more than 'AUTO', which is all that others know");
                return ToolChoiceMode.Auto;
            default:
                mode.FailChoice(word, "AUTO", "ANY", "NONE", "VALIDATED");
                return null;
        }
    }

    private static void ReadFunction(Conversation conversation, JsonCursor function)
    {
        if (!function.IsObject()) return;
        // What a function gives back (response, responseJsonSchema) no other dialect describes.
        function.OmitOthersThan("name", "description", "parameters", "parametersJsonSchema");
        if (!function.TryRequire("name", out var name) || !name.IsText()) return;
        if (RawJson.Inside(name.Element).IsEmpty) name.Fail($"'{name.Path}' must not be empty.", "invalid_value");
        conversation.Tools.Add(new FunctionTool(name.Element, function.RawText("description"), Parameters(function), function.Path));
    }

    private static JsonElement? Parameters(JsonCursor function)
    {
        var hasSchema = function.TryFind("parametersJsonSchema", out var schema);
        if (function.TryGet("parameters", out var parameters))
        {
            if (hasSchema) parameters.Fail($"'{parameters.Path}' and '{schema.Path}' exclude each other.", "invalid_value");
            return parameters.IsObject() ? OpenApiSchema.ToJsonSchema(parameters.Element) : null;
        }
        return hasSchema && schema.IsObject() ? schema.Element : null;
    }
}
