using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads a request for <c>/v1/responses</c>.</summary>
internal static class RequestReader
{
    /// <summary>Reads a request.</summary>
    /// <param name="request">The whole body.</param>
    /// <param name="earlierItems">Input and output of the responses before this one, oldest first.</param>
    public static Conversation Read(JsonCursor request, IReadOnlyList<JsonElement> earlierItems)
    {
        var conversation = new Conversation { ClientDialect = Dialect.Responses, Source = request.Element, Reading = request.Reading };
        if (!request.IsObject()) return conversation;
        foreach (var (name, value) in request.Members()) Parameter(name, value, conversation);
        Instructions(request, conversation);
        var turns = new TurnList(conversation.Turns);
        Earlier(request, earlierItems, turns);
        Input(request, earlierItems.Count > 0, turns);
        ConversationRules.Check(conversation);
        return conversation;
    }

    private static void Parameter(string name, JsonCursor value, Conversation conversation)
    {
        switch (name)
        {
            // The model is the gateway's business; the rest is read in its order afterwards.
            case "model" or "instructions" or "input": break;
            case "tools": ToolReader.Read(value, conversation); break;
            case "tool_choice": conversation.ToolChoice = ToolReader.Choice(value); break;
            case "text": ParameterReader.Text(value, conversation); break;
            case "reasoning": conversation.Reasoning = ParameterReader.Reasoning(value); break;
            case "include": ParameterReader.Include(value); break;
            case "stream_options": ParameterReader.StreamOptions(value); break;
            case "stream": conversation.Stream = Flag(value) ?? false; break;
            case "parallel_tool_calls": conversation.ParallelToolCalls = Flag(value); break;
            case "max_output_tokens": conversation.MaxOutputTokens = Count(value); break;
            case "prompt": value.Reading.OmitContent(value.Path, "a prompt template is stored at OpenAI"); break;
            default:
                if (OptionTypes.Check(name, value)) conversation.Options.Add(name, value);
                break;
        }
    }

    private static bool? Flag(JsonCursor value)
    {
        if (value.Kind is JsonValueKind.True or JsonValueKind.False) return value.Kind == JsonValueKind.True;
        value.FailType("true or false");
        return null;
    }

    private static int? Count(JsonCursor value)
    {
        if (value.Kind != JsonValueKind.Number || !value.Element.TryGetInt32(out var count)) value.FailType("a whole number");
        else if (count < 1) value.Fail($"'{value.Path}' must be at least 1.", "invalid_value");
        else return count;
        return null;
    }

    private static void Instructions(JsonCursor request, Conversation conversation)
    {
        // Empty instructions, which agents send, say nothing.
        if (!request.TryGet("instructions", out var instructions) || !instructions.IsText() || RawJson.Inside(instructions.Element).IsEmpty) return;
        conversation.Turns.Add(new Turn(TurnRole.System, [new TextPart(instructions.Element, instructions.Path)]));
    }

    private static void Earlier(JsonCursor request, IReadOnlyList<JsonElement> items, TurnList turns)
    {
        var path = JsonPath.Root.Member(request.TryGet("conversation", out _) ? "conversation" : "previous_response_id");
        for (var i = 0; i < items.Count; i++) ItemReader.Read(new JsonCursor(items[i], path.Item(i), request.Reading), turns);
    }

    private static void Input(JsonCursor request, bool goesOn, TurnList turns)
    {
        if (!request.TryGet("input", out var input))
        {
            // What goes on, or comes from a template, may add nothing.
            if (!goesOn && !request.TryGet("prompt", out _)) request.TryRequire("input", out _);
            return;
        }
        if (input.Kind == JsonValueKind.String)
        {
            turns.Add(TurnRole.User, new TextPart(input.Element, input.Path));
            return;
        }
        if (input.Kind != JsonValueKind.Array)
        {
            input.FailType("a string or an array");
            return;
        }
        if (!goesOn && input.Element.GetArrayLength() == 0) input.Fail("'input' must not be empty.", "empty_array");
        foreach (var item in input.Items()) ItemReader.Read(item, turns);
    }
}
