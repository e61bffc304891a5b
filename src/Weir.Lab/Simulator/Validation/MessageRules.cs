using System.Text.Json;

namespace Weir.Lab.Simulator.Validation;

/// <summary>What a conversation must look like.</summary>
internal static class MessageRules
{
    public static ApiError? Validate(JsonElement messages)
    {
        if (Check.Array(messages, "messages") is { } error)
            return error;
        if (messages.GetArrayLength() == 0)
        {
            return ApiError.Invalid(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array");
        }

        var open = new List<string>();
        var caller = -1;
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            var path = $"messages[{index}]";
            if (Message(message, path) is { } wrong)
                return wrong;
            var role = message.GetProperty("role").GetString();
            if (role == "tool")
            {
                if (caller < 0 || (!open.Remove(message.GetProperty("tool_call_id").GetString()!)))
                    return Orphan(path);
            }
            else if (open.Count > 0)
            {
                return Unanswered(caller, open);
            }
            else
            {
                open = CallIds(message);
                caller = open.Count > 0 ? index : -1;
            }

            index++;
        }

        return open.Count > 0 ? Unanswered(caller, open) : null;
    }

    private static ApiError? Message(JsonElement message, string path)
    {
        if (Check.Object(message, path) is { } error)
            return error;
        if (!message.TryGetProperty("role", out var role))
            return Check.Missing($"{path}.role");
        if (Check.OneOf(role, $"{path}.role", "system", "assistant", "user", "tool", "developer") is { } unknown)
            return unknown;
        var name = role.GetString()!;
        return Check.Keys(message, path, KeysOf(name))
            ?? OptionalText(message, "name", path)
            ?? Content(message, name, path)
            ?? (name == "tool" ? ToolCallId(message, path) : ToolCalls(message, path));
    }

    private static string[] KeysOf(string role) => role switch
    {
        "assistant" => ["role", "content", "name", "refusal", "tool_calls", "audio", "function_call", "annotations"],
        "tool" => ["role", "content", "tool_call_id", "name"],
        _ => ["role", "content", "name"],
    };

    private static ApiError? OptionalText(JsonElement owner, string name, string path) =>
        Check.Given(owner, name) is { } value ? Check.Text(value, $"{path}.{name}") : null;

    private static ApiError? Content(JsonElement message, string role, string path)
    {
        if (Check.Given(message, "content") is not { } content)
        {
            var speaksOtherwise = role == "assistant"
                && (Check.Given(message, "tool_calls") is not null || Check.Given(message, "refusal") is not null);
            return speaksOtherwise
                ? null
                : ApiError.Invalid($"Invalid value for 'content': expected a string, got null.", $"{path}.content", "invalid_type");
        }

        if (content.ValueKind == JsonValueKind.String)
            return null;
        if (content.ValueKind != JsonValueKind.Array)
            return Check.WrongType(content, $"{path}.content", "one of a string or array of objects");
        var index = 0;
        foreach (var part in content.EnumerateArray())
        {
            if (Part(part, role, $"{path}.content[{index++}]") is { } error)
                return error;
        }

        return index > 0 ? null : ApiError.Invalid($"Invalid '{path}.content': empty array.", $"{path}.content", "empty_array");
    }

    private static ApiError? Part(JsonElement part, string role, string path)
    {
        if (Check.Object(part, path) is { } error)
            return error;
        if (!part.TryGetProperty("type", out var type))
            return Check.Missing($"{path}.type");
        if (type.ValueKind == JsonValueKind.String && type.GetString() == "input_audio")
            return ApiError.UnsupportedValue($"{path}.type", type.GetString()!, "with this model: it reads text, images and files only.");
        var unknown = role switch
        {
            "user" => Check.OneOf(type, $"{path}.type", "text", "image_url", "file"),
            "assistant" => Check.OneOf(type, $"{path}.type", "text", "refusal"),
            _ => Check.OneOf(type, $"{path}.type", "text"),
        };
        if (unknown is not null)
            return unknown;
        var name = type.GetString()!;
        if (!part.TryGetProperty(name, out var value))
            return Check.Missing($"{path}.{name}");
        return name switch
        {
            "image_url" => MediaRules.Image(value, $"{path}.image_url"),
            "file" => MediaRules.File(value, $"{path}.file"),
            _ => Check.Text(value, $"{path}.{name}"),
        };
    }

    private static ApiError? ToolCallId(JsonElement message, string path) =>
        Check.Given(message, "tool_call_id") is { } id
            ? Check.Text(id, $"{path}.tool_call_id")
            : Check.Missing($"{path}.tool_call_id");

    private static ApiError? ToolCalls(JsonElement message, string path)
    {
        if (Check.Given(message, "function_call") is not null || Check.Given(message, "audio") is not null)
            return ApiError.Unsupported($"{path}", "carries 'function_call' or 'audio', which this model does not know.");
        if (Check.Given(message, "tool_calls") is not { } calls)
            return null;
        path += ".tool_calls";
        if (Check.Array(calls, path) is { } error)
            return error;
        var index = 0;
        foreach (var call in calls.EnumerateArray())
        {
            if (ToolCall(call, $"{path}[{index++}]") is { } wrong)
                return wrong;
        }

        return index > 0 ? null : ApiError.Invalid($"Invalid '{path}': empty array.", path, "empty_array");
    }

    private static ApiError? ToolCall(JsonElement call, string path)
    {
        if (Check.Object(call, path) is { } error)
            return error;
        if (Check.Given(call, "id") is not { } id)
            return Check.Missing($"{path}.id");
        if (Check.Given(call, "type") is not { } type)
            return Check.Missing($"{path}.type");
        if (Check.Given(call, "function") is not { } function)
            return Check.Missing($"{path}.function");
        if ((Check.Text(id, $"{path}.id") ?? Check.OneOf(type, $"{path}.type", "function")
            ?? Check.Object(function, $"{path}.function")) is { } wrong)
        {
            return wrong;
        }

        foreach (var name in (string[])["name", "arguments"])
        {
            if (!function.TryGetProperty(name, out var value))
                return Check.Missing($"{path}.function.{name}");
            if (Check.Text(value, $"{path}.function.{name}") is { } text)
                return text;
        }

        return null;
    }

    private static List<string> CallIds(JsonElement message) =>
        Check.Given(message, "tool_calls") is { } calls ? [.. calls.EnumerateArray().Select(call => call.GetProperty("id").GetString()!)] : [];

    private static ApiError Orphan(string path) => ApiError.Invalid(
        "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.", $"{path}.role", null);

    private static ApiError Unanswered(int caller, List<string> open) => ApiError.Invalid(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        + $"The following tool_call_ids did not have response messages: {string.Join(", ", open)}",
        $"messages[{caller}].tool_calls",
        null);
}
