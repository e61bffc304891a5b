using System.Text.Json;
using Weir.Dialects.Tests.Pairs.Answers;

namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>What a client finds in an answer beside text and calls, line by line.</summary>
internal static class RichEar
{
    public static List<string> Hear(Dialect client, JsonElement body) => client switch
    {
        Dialect.Chat => Chat(body.List("choices").Select(choice => (choice.GetProperty("message"), choice))),
        Dialect.Responses => Responses(body),
        Dialect.Messages => [.. body.List("content").SelectMany(block => block.List("citations")).Select(Source)],
        _ => Gemini([body]),
    };

    public static List<string> Hear(Dialect client, IReadOnlyList<JsonElement> events) => client switch
    {
        Dialect.Chat => Chat(events.SelectMany(chunk => chunk.List("choices")).Select(choice => (choice.GetProperty("delta"), choice))),
        Dialect.Responses => Responses(events),
        Dialect.Messages => [.. events.Select(told => told.Get("delta")?.Get("citation")).OfType<JsonElement>().Select(Source)],
        _ => Gemini(events),
    };

    private static List<string> Chat(IEnumerable<(JsonElement Message, JsonElement Choice)> messages)
    {
        var heard = new List<string>();
        foreach (var (message, choice) in messages)
        {
            heard.AddRange((choice.Get("logprobs")?.List("content") ?? []).Select(Token));
            heard.AddRange(message.List("annotations").Select(note => Source(note.GetProperty("url_citation"))));
            heard.AddRange(message.List("images").Select(image => "picture " + image.GetProperty("image_url").Text("url")["data:".Length..].Replace(";base64,", " ", StringComparison.Ordinal)));
        }
        return heard;
    }

    private static List<string> Responses(JsonElement response)
    {
        var heard = new List<string>();
        foreach (var item in response.List("output"))
        {
            if (item.Text("type") == "image_generation_call") heard.Add($"picture image/{item.Text("output_format")} {item.Text("result")}");
            foreach (var part in item.List("content"))
            {
                heard.AddRange(part.List("logprobs").Select(Token));
                heard.AddRange(part.List("annotations").Select(Source));
            }
        }
        return heard;
    }

    /// <summary>What comes bit by bit has to be what the end repeats.</summary>
    private static List<string> Responses(IReadOnlyList<JsonElement> events)
    {
        var whole = Responses(events[^1].GetProperty("response"));
        List<string> bits =
        [
            .. events.Where(told => told.Text("type") == "response.output_text.delta").SelectMany(told => told.List("logprobs")).Select(Token),
            .. events.Select(told => told.Get("annotation")).OfType<JsonElement>().Select(Source),
        ];
        bits.ShouldBe(whole.Where(line => !line.StartsWith("picture", StringComparison.Ordinal)));
        return whole;
    }

    private static List<string> Gemini(IReadOnlyList<JsonElement> responses)
    {
        var heard = new List<string>();
        foreach (var candidate in responses.SelectMany(response => response.List("candidates")))
        {
            if (candidate.Get("logprobsResult") is { } tokens)
            {
                tokens.List("topCandidates").Count().ShouldBe(tokens.List("chosenCandidates").Count());
                heard.AddRange(tokens.List("chosenCandidates").Zip(tokens.List("topCandidates"), Token));
            }
            heard.AddRange((candidate.Get("content")?.List("parts") ?? []).Select(part => part.Get("inlineData")).OfType<JsonElement>().Select(data => $"picture {data.Text("mimeType")} {data.Text("data")}"));
            if (candidate.Get("groundingMetadata") is not { } grounding) continue;
            var chunks = grounding.List("groundingChunks").Select(chunk => chunk.GetProperty("web")).ToList();
            foreach (var support in grounding.List("groundingSupports"))
            {
                var (segment, web) = (support.GetProperty("segment"), chunks[support.List("groundingChunkIndices").Single().GetInt32()]);
                heard.Add($"source {web.Text("uri")} '{web.Text("title")}' {segment.GetProperty("startIndex")}-{segment.GetProperty("endIndex")}");
            }
        }
        return heard;
    }

    private static string Token(JsonElement token) =>
        $"token {Token(token.Text("token"), token.GetProperty("logprob"))} of{string.Concat(token.List("top_logprobs").Select(top => $" {Token(top.Text("token"), top.GetProperty("logprob"))}"))}"
        + (token.Get("bytes") is { } bytes && System.Text.Encoding.UTF8.GetString([.. bytes.EnumerateArray().Select(value => value.GetByte())]) != token.Text("token") ? " with other bytes" : "");

    private static string Token(JsonElement chosen, JsonElement top) =>
        $"token {Token(chosen.Text("token"), chosen.GetProperty("logProbability"))} of{string.Concat(top.List("candidates").Select(other => $" {Token(other.Text("token"), other.GetProperty("logProbability"))}"))}";

    private static string Token(string text, JsonElement logprob) => FormattableString.Invariant($"'{text}' {logprob.GetDouble()}");

    /// <summary>Anthropic's citations have no range: they are of the block that they stand in.</summary>
    private static string Source(JsonElement source) =>
        $"source {source.Text("url")} '{source.Text("title")}'" + (source.Get("start_index") is { } start ? $" {start}-{source.GetProperty("end_index")}" : "");
}
