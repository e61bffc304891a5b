using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Anthropic;

/// <summary>Conversations as other dialects' clients bring them, put together by hand.</summary>
internal static class Talks
{
    private static readonly JsonPath Path = JsonPath.Root.Member("here");

    public static Conversation Of(params Turn[] turns) => Of(Dialect.Chat, turns);

    public static Conversation Of(Dialect client, params Turn[] turns)
    {
        var conversation = new Conversation { ClientDialect = client, Source = Requests.Json("{}"), Reading = new RequestReading() };
        conversation.Turns.AddRange(turns);
        return conversation;
    }

    public static Conversation Simple(Dialect client = Dialect.Chat) => Of(client, User(Text("hi")));

    public static Conversation With(string option, string value)
    {
        var conversation = Simple();
        Add(conversation, option, value);
        return conversation;
    }

    public static void Add(Conversation conversation, string option, string value) =>
        conversation.Options.Add(option, new JsonCursor(Requests.Json(value), JsonPath.Root.Member(option), conversation.Reading));

    public static Turn User(params Part[] parts) => new(TurnRole.User, parts);

    public static Turn System(params Part[] parts) => new(TurnRole.System, parts);

    public static Turn Assistant(params Part[] parts) => new(TurnRole.Assistant, parts);

    public static TextPart Text(string text) => new(Quoted(text), Path);

    public static ToolCallPart Call(string id, string arguments, string name = "f") => new(Quoted(id), Quoted(name), Requests.Json(arguments), Path);

    public static ToolResultPart Result(string id, params Part[] content) => new(Quoted(id), content, Path);

    public static ImagePart Image(MediaSource source, string? detail = null) => new(source, detail is null ? null : Quoted(detail), Path);

    public static FilePart File(MediaSource source, string? name = null) => new(source, name is null ? null : Quoted(name), Path);

    public static AudioPart Audio() => new(Inline("AAAA", "audio/wav"), Path);

    public static ReasoningPart Thoughts(string? text, string? signature) => new(text is null ? null : Quoted(text), signature is null ? null : Quoted(signature), Path);

    public static FunctionTool Tool(string name, string? parameters = """{"type":"object"}""") => new(Quoted(name), null, parameters is null ? null : Requests.Json(parameters), Path);

    public static ToolChoice Choice(ToolChoiceMode mode, params string[] names) => new(mode, [.. names.Select(Quoted)], JsonPath.Root.Member("tool_choice"));

    public static MediaSource Inline(string base64, string mediaType) => new(null, global::System.Text.Encoding.ASCII.GetBytes(base64), mediaType);

    public static MediaSource Url(string url, string? mediaType = null) => new(Quoted(url), default, mediaType);

    public static MediaSource Uploaded(string id) => new(null, default, null, Quoted(id));

    public static JsonElement Quoted(string text) => RawJson.Text(text);
}
