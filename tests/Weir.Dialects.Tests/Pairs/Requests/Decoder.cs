using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>What the decoders of requests share.</summary>
internal static class Decoder
{
    public static string[] Of(Dialect dialect, string request)
    {
        var body = JsonNode.Parse(request)!.AsObject();
        var meaning = new Meaning();
        switch (dialect)
        {
            case Dialect.Chat: ChatRequest.Decode(body, meaning); break;
            case Dialect.Responses: ResponsesRequest.Decode(body, meaning); break;
            case Dialect.Messages: MessagesRequest.Decode(body, meaning); break;
            case Dialect.Gemini: GeminiRequest.Decode(body, meaning); break;
            default: ConverseRequest.Decode(body, meaning); break;
        }
        return meaning.Told();
    }

    public static string Text(this JsonNode? node, string name) => node![name]!.GetValue<string>();

    public static string? MayText(this JsonNode? node, string name) => node?[name]?.GetValue<string>();

    public static object? Number(this JsonNode? node, string name) => node?[name]?.GetValue<decimal>().ToString("0.######");

    public static IEnumerable<JsonNode> List(this JsonNode? node, string name) => node?[name] is JsonArray list ? list.Select(item => item!) : [];

    /// <summary>A string, or a list of parts of which the texts count.</summary>
    public static string Joined(JsonNode? content) => content switch
    {
        null => "",
        JsonArray parts => string.Concat(parts.Select(part => part.MayText("text"))),
        _ => content.GetValue<string>(),
    };

    /// <summary><c>data:image/png;base64,AAAA</c> becomes <c>image/png;AAAA</c>; an address stays.</summary>
    public static string Source(string url) => url.StartsWith("data:", StringComparison.Ordinal) ? url[5..].Replace("base64,", "", StringComparison.Ordinal) : url;
}
