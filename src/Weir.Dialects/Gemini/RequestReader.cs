using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads a <c>GenerateContentRequest</c>. Model and streaming are in its address, not in here.</summary>
internal static class RequestReader
{
    private static readonly string[] Known = Spelling.Both("contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "model");

    public static Conversation Read(JsonCursor request)
    {
        var conversation = new Conversation { ClientDialect = Dialect.Gemini, Source = request.Element, Reading = request.Reading };
        if (!request.IsObject()) return conversation;
        var contents = new ContentsReader(conversation);
        if (request.TryFind("systemInstruction", out var system)) contents.ReadSystem(system);
        if (request.TryRequire("contents", out var list)) contents.Read(list);
        if (request.TryGet("tools", out var tools)) ToolsReader.Read(conversation, tools);
        if (request.TryFind("toolConfig", out var choice)) ToolsReader.ReadChoice(conversation, choice);
        if (request.TryFind("generationConfig", out var config)) ConfigReader.Read(conversation, config);
        foreach (var (name, value) in request.Members())
            if (!Known.Contains(name)) conversation.Options.Add(OptionOf(name), value);
        ConversationRules.Check(conversation);
        return conversation;
    }

    private static string OptionOf(string name) => name switch
    {
        "safetySettings" => "safety_settings",
        "cachedContent" => "cached_content",
        "serviceTier" => "service_tier",
        _ => name,
    };
}
