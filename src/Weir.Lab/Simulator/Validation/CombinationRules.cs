using System.Text.Json;

namespace Weir.Lab.Simulator.Validation;

/// <summary>What two fields must agree on. Each field is already known to be right by itself.</summary>
internal static class CombinationRules
{
    public static ApiError? Validate(JsonElement root) =>
        TokenLimits(root) ?? TopLogprobs(root) ?? StreamOptions(root) ?? JsonWord(root) ?? Tools(root) ?? ChatModel(root);

    private static ApiError? TokenLimits(JsonElement root) =>
        Check.Given(root, "max_tokens") is not null && Check.Given(root, "max_completion_tokens") is not null
            ? ApiError.Invalid(
                "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens", "invalid_parameter_combination")
            : null;

    private static ApiError? TopLogprobs(JsonElement root) =>
        Check.Given(root, "top_logprobs") is not null && Check.Given(root, "logprobs") is not { ValueKind: JsonValueKind.True }
            ? ApiError.Invalid("The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", "top_logprobs", "invalid_parameter_combination")
            : null;

    private static ApiError? StreamOptions(JsonElement root) =>
        Check.Given(root, "stream_options") is not null && Check.Given(root, "stream") is not { ValueKind: JsonValueKind.True }
            ? ApiError.Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", "invalid_parameter_combination")
            : null;

    /// <summary>The API insists: a model that is not told to write JSON may write white space for ever.</summary>
    private static ApiError? JsonWord(JsonElement root)
    {
        if (Check.Given(root, "response_format") is not { } format || format.GetProperty("type").GetString() != "json_object")
            return null;
        return root.GetProperty("messages").GetRawText().Contains("json", StringComparison.OrdinalIgnoreCase)
            ? null
            : ApiError.Invalid(
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages", null);
    }

    private static ApiError? Tools(JsonElement root)
    {
        var tools = Check.Given(root, "tools");
        if (tools is null)
        {
            if (Check.Given(root, "parallel_tool_calls") is not null)
                return OnlyWithTools("parallel_tool_calls");
            if (Check.Given(root, "tool_choice") is { } choice && !(choice.ValueKind == JsonValueKind.String && choice.GetString() == "none"))
                return OnlyWithTools("tool_choice");
            return null;
        }

        return Check.Given(root, "tool_choice") is { } given ? ToolRules.CheckChoice(given, tools.Value) : null;
    }

    private static ApiError? ChatModel(JsonElement root) =>
        ModelProfiles.For(root.GetProperty("model").GetString()!).Chats
            ? null
            : new ApiError(
                404,
                "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
                ApiError.InvalidRequest,
                "model",
                null);

    private static ApiError OnlyWithTools(string name) =>
        ApiError.Invalid($"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified.", name, "invalid_parameter_combination");
}
