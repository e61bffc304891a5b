using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads the body of a chat completions request.</summary>
internal static class ChatRequestReader
{
    public static Conversation Read(JsonCursor request)
    {
        var conversation = new Conversation { ClientDialect = Dialect.Chat, Source = request.Element, Reading = request.Reading, IncludeUsage = false };
        if (!request.IsObject()) return conversation;
        conversation.Stream = request.Flag("stream") ?? false;
        if (request.TryRequire("messages", out var messages)) new MessageReader(conversation.Turns).Read(messages);
        ToolReader.Read(request, conversation);
        if (request.TryGet("stream_options", out var options)) ReadStreamOptions(options, conversation);
        if (request.TryGet("response_format", out var format)) conversation.Format = ReadFormat(format);
        if (request.TryGet("reasoning_effort", out var effort)) conversation.Reasoning = ReadEffort(effort);
        if (request.TryGet("stop", out var stop)) ReadStop(stop, conversation.Stops);
        conversation.MaxOutputTokens = ReadLimit(request);
        ReadOptions(request, conversation.Options);
        ConversationRules.Check(conversation);
        return conversation;
    }

    private static void ReadStreamOptions(JsonCursor options, Conversation conversation)
    {
        conversation.IncludeUsage = options.Flag("include_usage") ?? false;
        if (options.Flag("include_obfuscation") == true) options.Reading.Omit(options.Path.Member("include_obfuscation"));
        options.OmitOthers("include_usage", "include_obfuscation");
    }

    private static AnswerFormat? ReadFormat(JsonCursor format)
    {
        if (!format.TryRequire("type", out var type)) return null;
        switch (type.Text())
        {
            case null: return null;
            case "text":
                format.OmitOthers("type");
                return null;
            case "json_object":
                format.OmitOthers("type");
                return new AnswerFormat(null, format.Path);
            case "json_schema":
                format.OmitOthers("type", "json_schema");
                return format.TryRequire("json_schema", out var named) ? ReadSchema(named, format.Path) : null;
            case var other:
                type.FailChoice(other, "text", "json_object", "json_schema");
                return null;
        }
    }

    private static AnswerFormat? ReadSchema(JsonCursor named, JsonPath path)
    {
        if (!named.IsObject()) return null;
        named.TryRequire("name", out _);
        named.OmitOthers("name", "description", "schema", "strict");
        return new AnswerFormat(named.TryGet("schema", out var schema) && schema.IsObject() ? schema.Element : null, path)
        {
            Name = named.RawText("name"),
            Description = named.RawText("description"),
            Strict = named.Flag("strict"),
        };
    }

    private static Reasoning? ReadEffort(JsonCursor effort)
    {
        var word = effort.Text();
        if (word is null) return null;
        if (Efforts.Names.Contains(word, StringComparer.Ordinal)) return new Reasoning(effort.Path) { Effort = word };
        effort.FailChoice(word, Efforts.Names);
        return null;
    }

    private static void ReadStop(JsonCursor stop, List<JsonElement> stops)
    {
        if (stop.Kind == JsonValueKind.String) stops.Add(stop.Element);
        else if (stop.Kind != JsonValueKind.Array) stop.FailType("a string or an array of strings");
        else
        {
            foreach (var text in stop.Items())
                if (text.IsText()) stops.Add(text.Element);
        }
    }

    /// <summary>The newer name wins: clients that send both send the older one for servers that do not know the newer.</summary>
    private static int? ReadLimit(JsonCursor request)
    {
        var newer = request.Count("max_completion_tokens");
        var older = request.Count("max_tokens");
        return newer ?? older;
    }

    private static void ReadOptions(JsonCursor request, Options options)
    {
        foreach (var (name, value) in request.Members())
        {
            if (name is "model" or "messages" or "tools" or "functions" or "tool_choice" or "function_call" or "parallel_tool_calls"
                or "stream" or "stream_options" or "response_format" or "reasoning_effort" or "stop" or "max_completion_tokens" or "max_tokens") continue;
            if (OptionTypes.Fits(name, value)) options.Add(name, value);
        }
    }
}
