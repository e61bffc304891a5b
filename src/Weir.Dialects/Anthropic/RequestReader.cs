using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads a request. The model's name is the business of whoever reads the head.</summary>
internal static class RequestReader
{
    public static Conversation Read(JsonCursor request)
    {
        var conversation = new Conversation { ClientDialect = Dialect.Messages, Source = request.Element, Reading = request.Reading, Stream = request.Flag("stream") == true };
        if (request.TryRequire("max_tokens", out _)) conversation.MaxOutputTokens = request.Count("max_tokens");
        if (request.TryGet("system", out var system)) MessageReader.ReadSystem(system, conversation.Turns);
        if (request.TryRequire("messages", out var messages)) MessageReader.Read(messages, conversation.Turns);
        ToolReader.Read(request, conversation);
        ReasoningReader.Read(request, conversation);
        OptionReader.Read(request, conversation);
        ConversationRules.Check(conversation);
        return conversation;
    }

    /// <summary>A member that has to be a text with something in it; null, and a fault, when it is not.</summary>
    public static JsonCursor? Name(JsonCursor owner, string member)
    {
        if (!owner.TryRequire(member, out var value) || !value.IsText()) return null;
        if (!RawJson.Inside(value.Element).IsEmpty) return value;
        value.Fail($"'{value.Path}' must not be empty.", "invalid_value");
        return null;
    }
}
