using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Text;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Reads a request that <see cref="ChatFields"/> has found valid.</summary>
internal static class ChatRequestReader
{
    public static ChatRequest Read(JsonElement root)
    {
        var model = root.GetProperty("model").GetString()!;
        var messages = root.GetProperty("messages").EnumerateArray().Select(ReadMessage).ToList();
        var streamOptions = Check.Given(root, "stream_options");
        var (mode, tools, total) = ReadTools(root);
        var format = Check.Given(root, "response_format");
        return new ChatRequest
        {
            Root = root,
            Model = model,
            Profile = ModelProfiles.For(model),
            Messages = messages,
            PromptTokens = 3 + messages.Sum(message => message.Tokens) + total,
            Stream = Flag(root, "stream"),
            IncludeUsage = streamOptions is { } options && Flag(options, "include_usage"),
            IncludeObfuscation = streamOptions is { } hidden && Flag(hidden, "include_obfuscation"),
            Choices = Check.Given(root, "n")?.GetInt32() ?? 1,
            MaxTokens = (Check.Given(root, "max_completion_tokens") ?? Check.Given(root, "max_tokens"))?.GetInt32(),
            Stops = ReadStops(root),
            Temperature = Number(root, "temperature"),
            TopP = Number(root, "top_p"),
            FrequencyPenalty = Number(root, "frequency_penalty"),
            PresencePenalty = Number(root, "presence_penalty"),
            Logprobs = Flag(root, "logprobs"),
            TopLogprobs = Check.Given(root, "top_logprobs")?.GetInt32() ?? 0,
            Seed = Check.Given(root, "seed")?.GetInt64(),
            Verbosity = Text(root, "verbosity"),
            ReasoningEffort = Text(root, "reasoning_effort"),
            ServiceTier = Text(root, "service_tier") switch { null or "auto" => "default", "fast" => "priority", var tier => tier },
            Prefix = Text(root, "prompt_cache_key") is { } key ? new CachedPrefix(key, messages[0].Text, messages[0].Tokens) : null,
            Format = ReadFormat(format),
            Schema = format is { } given && Check.Given(given, "json_schema") is { } named ? Check.Given(named, "schema") : null,
            ToolMode = mode,
            Tools = tools,
            ParallelToolCalls = Check.Given(root, "parallel_tool_calls") is not { ValueKind: JsonValueKind.False },
        };
    }

    private static bool Flag(JsonElement owner, string name) => Check.Given(owner, name) is { ValueKind: JsonValueKind.True };

    private static double? Number(JsonElement owner, string name) => Check.Given(owner, name)?.GetDouble();

    private static string? Text(JsonElement owner, string name) => Check.Given(owner, name)?.GetString();

    private static AnswerFormat ReadFormat(JsonElement? format) => format is { } given
        ? given.GetProperty("type").GetString() switch
        {
            "json_object" => AnswerFormat.JsonObject,
            "json_schema" => AnswerFormat.JsonSchema,
            _ => AnswerFormat.Text,
        }
        : AnswerFormat.Text;

    private static List<string> ReadStops(JsonElement root) => Check.Given(root, "stop") switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { } many => [.. many.EnumerateArray().Select(stop => stop.GetString()!)],
    };

    private static ChatMessage ReadMessage(JsonElement message)
    {
        var text = "";
        var attachments = new List<Attachment>();
        if (Check.Given(message, "content") is { } content)
        {
            if (content.ValueKind == JsonValueKind.String)
            {
                text = content.GetString()!;
            }
            else
            {
                var parts = content.EnumerateArray().ToList();
                text = string.Concat(parts.Select(part => Text(part, "text") ?? Text(part, "refusal")));
                attachments = [.. parts.Select(MediaRules.Read).OfType<Attachment>()];
            }
        }

        var tokens = ChatMessage.Overhead + PseudoTokens.Count(text) + (Attachment.Tokens * attachments.Count);
        if (Text(message, "name") is { } name)
            tokens += PseudoTokens.Count(name);
        if (Check.Given(message, "tool_calls") is { } calls)
            tokens += PseudoTokens.Count(calls.GetRawText());
        return new ChatMessage(message.GetProperty("role").GetString()!, text, tokens) { Attachments = attachments };
    }

    private static (ToolMode Mode, IReadOnlyList<ToolDefinition> Tools, int Tokens) ReadTools(JsonElement root)
    {
        if (Check.Given(root, "tools") is not { } declared)
            return (ToolMode.None, [], 0);
        var tools = declared.EnumerateArray()
            .Select(tool => tool.GetProperty("function"))
            .Select(function => new ToolDefinition(function.GetProperty("name").GetString()!, Check.Given(function, "parameters")))
            .ToList();
        var tokens = PseudoTokens.Count(declared.GetRawText());
        if (Check.Given(root, "tool_choice") is not { } choice)
            return (ToolMode.Auto, tools, tokens);
        if (choice.ValueKind == JsonValueKind.String)
            return (ModeOf(choice), tools, tokens);
        if (choice.GetProperty("type").GetString() == "function")
            return (ToolMode.Required, [Find(tools, choice)], tokens);
        var allowed = choice.GetProperty("allowed_tools");
        return (ModeOf(allowed.GetProperty("mode")), [.. allowed.GetProperty("tools").EnumerateArray().Select(tool => Find(tools, tool))], tokens);
    }

    private static ToolMode ModeOf(JsonElement mode) => mode.GetString() switch
    {
        "none" => ToolMode.None,
        "required" => ToolMode.Required,
        _ => ToolMode.Auto,
    };

    private static ToolDefinition Find(List<ToolDefinition> tools, JsonElement named)
    {
        var name = named.GetProperty("function").GetProperty("name").GetString();
        return tools.First(tool => tool.Name == name);
    }
}
