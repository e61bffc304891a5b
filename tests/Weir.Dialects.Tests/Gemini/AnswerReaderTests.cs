using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Gemini;
using Weir.Testing;

namespace Weir.Dialects.Tests.Gemini;

public sealed class AnswerReaderTests
{
    [Fact]
    public void A_stream_is_read_in_pieces()
    {
        var (pieces, reader, kinds) = Read(1,
            """{"candidates":[{"content":{"parts":[{"text":"Let me \"see\"","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":5,"totalTokenCount":5},"modelVersion":"gemini-x","responseId":"r1"}""",
            """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"thoughtSignature":"c2ln","text":"Ans"}]}}],"modelVersion":"gemini-x"}""",
            """{"candidates":[{"content":{"parts":[{"text":"wer"},{"text":""}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP","index":0,"safetyRatings":[{}]}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":3,"thoughtsTokenCount":4,"toolUsePromptTokenCount":2,"cachedContentTokenCount":1,"totalTokenCount":14}}""");
        pieces.Lines.ShouldBe([
            "Begin id=r1 name=gemini-x",
            "Reasoning 0 Let me \\\"see\\\"",
            "Usage in=5 out=0 cached=0 written=0 thought=0 audio=0/0 first",
            "Text 0 Ans", "Signature 0 c2ln", "Text 0 wer", "Stop 0 EndTurn STOP",
            "Usage in=7 out=7 cached=1 written=0 thought=4 audio=0/0 final",
        ]);
        kinds.ShouldBe([StreamEventKind.Content, StreamEventKind.Content, StreamEventKind.Content, StreamEventKind.Other]);
        reader.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void Calls_are_whole_and_turn_the_end_into_a_wait_for_results()
    {
        var (pieces, reader, _) = Read(1,
            """{"candidates":[{"content":{"parts":[{"functionCall":{"args":{"a":"é\n\"x\"","b":[1]},"name":"f"},"thoughtSignature":"s"},{"functionCall":{"id":"own","name":"g"}}]},"finishReason":"STOP"}]}""");
        pieces.Lines.ShouldBe([
            "Begin",
            "ToolCall 0.0 name=f s", """Arguments 0.0 {\"a\":\"é\\n\\\"x\\\"\",\"b\":[1]}""", "EndToolCall 0.0",
            "ToolCall 0.1 id=own name=g", "Arguments 0.1 {}", "EndToolCall 0.1", "Stop 0 ToolCalls STOP",
        ]);
        reader.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void Alternatives_are_kept_apart_and_all_have_to_end()
    {
        var (pieces, reader, _) = Read(2, """{"candidates":[{"content":{"parts":[{"text":"b"}]},"index":1,"finishReason":"MAX_TOKENS"}]}""");
        reader.IsWhole.ShouldBeFalse();
        Read(reader, pieces, """{"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"a"}]},"index":0},{"index":1,"content":{"parts":[{"text":""}]}}]}""").ShouldBe(StreamEventKind.Content);
        pieces.Lines.ShouldBe(["Begin", "Text 1 b", "Stop 1 MaxTokens MAX_TOKENS", "Text 0 a", "Stop 0 EndTurn STOP"]);
        reader.IsWhole.ShouldBeTrue();
    }

    [Theory]
    [InlineData("STOP", StopReason.EndTurn)]
    [InlineData("MAX_TOKENS", StopReason.MaxTokens)]
    [InlineData("SAFETY", StopReason.ContentFilter)]
    [InlineData("RECITATION", StopReason.ContentFilter)]
    [InlineData("BLOCKLIST", StopReason.ContentFilter)]
    [InlineData("PROHIBITED_CONTENT", StopReason.ContentFilter)]
    [InlineData("SPII", StopReason.ContentFilter)]
    [InlineData("IMAGE_SAFETY", StopReason.ContentFilter)]
    [InlineData("LANGUAGE", StopReason.Other)]
    [InlineData("OTHER", StopReason.Other)]
    [InlineData("MALFORMED_FUNCTION_CALL", StopReason.Other)]
    [InlineData("SOMETHING_NEW", StopReason.Other)]
    public void Every_word_for_the_end_is_known(string word, StopReason reason)
    {
        var (pieces, reader, _) = Read(1, $$"""{"candidates":[{"finishReason":"{{word}}"}]}""");
        pieces.Lines.ShouldBe(["Begin", $"Stop 0 {reason} {word}"]);
        reader.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void A_blocked_prompt_is_an_answer_that_the_filter_held_back()
    {
        var (pieces, reader, kinds) = Read(2, """{"promptFeedback":{"safetyRatings":[],"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":3}}""");
        pieces.Lines.ShouldBe(["Begin", "Stop 0 ContentFilter PROHIBITED_CONTENT", "Stop 1 ContentFilter PROHIBITED_CONTENT", "Usage in=3 out=0 cached=0 written=0 thought=0 audio=0/0 final"]);
        kinds.ShouldBe([StreamEventKind.Other]);
        reader.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void An_error_in_the_stream_is_reported()
    {
        var (pieces, reader, kinds) = Read(1, """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""");
        kinds.ShouldBe([StreamEventKind.Error]);
        pieces.Lines.ShouldBeEmpty();
        reader.Error.ShouldBe(new ProviderError(ErrorKind.Overloaded, "The model is overloaded.", "UNAVAILABLE", null));
        reader.IsWhole.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", StreamEventKind.None)]
    [InlineData("{}", StreamEventKind.Other)]
    [InlineData("""{"candidates":[]}""", StreamEventKind.Other)]
    [InlineData("""{"candidates":[{"content":{"parts":[{"inlineData":{}}]}}]}""", StreamEventKind.Content)]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":""}]}}]}""", StreamEventKind.Other)]
    [InlineData("""{"candidates":[1]}""", StreamEventKind.Malformed)]
    [InlineData("""{"candidates":[{"index":-1}]}""", StreamEventKind.Malformed)]
    [InlineData("""{"candidates":[{"index":1000000}]}""", StreamEventKind.Malformed)]
    [InlineData("""{"candidates":[{"content":{"parts":[1]}}]}""", StreamEventKind.Malformed)]
    [InlineData("""{"candidates":[{"content":{"parts":[{"functionCall":{}}]}}]}""", StreamEventKind.Malformed)]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"a"}]}}]""", StreamEventKind.Malformed)]
    [InlineData("""{} {}""", StreamEventKind.Malformed)]
    [InlineData("""[{}]""", StreamEventKind.Malformed)]
    [InlineData("<html>", StreamEventKind.Malformed)]
    [InlineData("[DONE]", StreamEventKind.Malformed)]
    public void Each_event_is_told_apart(string data, StreamEventKind kind) => Read(1, data).Kinds.ShouldBe([kind]);

    [Fact]
    public void What_comes_after_the_end_is_not_believed() =>
        Read(1, """{"candidates":[{"finishReason":"STOP"}]}""", """{"candidates":[{"content":{"parts":[{"text":"more"}]}}]}""").Kinds[1].ShouldBe(StreamEventKind.Malformed);

    [Fact]
    public void A_broken_event_is_not_given_in_part() =>
        Read(1, """{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usage""").Log.ShouldBeEmpty();

    [Theory]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"modelVersion":"m","usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}}""",
        new[] { "Begin name=m", "Text 0 Hi", "Stop 0 EndTurn STOP", "Usage in=1 out=2 cached=0 written=0 thought=0 audio=0/0 final", "End" })]
    [InlineData("""{"candidates":[],"usageMetadata":{}}""", new[] { "Begin", "Stop 0 Other ", "End" })]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"}}""", new[] { "Begin", "Stop 0 ContentFilter SAFETY", "End" })]
    public void A_whole_answer_is_read_to_its_end(string answer, string[] pieces)
    {
        var log = new PieceLog();
        GeminiDialect.Instance.TryRead(Encoding.UTF8.GetBytes(answer), log).ShouldBeTrue();
        log.Lines.ShouldBe(pieces);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"error":{"code":400}}""")]
    [InlineData("""{"candidates":[{}]""")]
    public void What_is_no_answer_is_refused(string answer)
    {
        var log = new PieceLog();
        GeminiDialect.Instance.TryRead(Encoding.UTF8.GetBytes(answer), log).ShouldBeFalse();
        log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void An_event_with_text_costs_no_memory()
    {
        var reader = GeminiDialect.Instance.Stream(1);
        var sink = new NoSink();
        var data = """{"candidates":[{"content":{"parts":[{"text":" word"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":5,"promptTokensDetails":[{"modality":"TEXT","tokenCount":5}]},"modelVersion":"gemini-x","responseId":"r"}"""u8.ToArray();
        Allocated.By(() => reader.Read(default, data, sink)).ShouldBe(0);
    }

    [Fact]
    public void Damage_never_throws()
    {
        const int Seed = 20260802;
        var random = new Random(Seed);
        var good = """{"candidates":[{"content":{"parts":[{"text":"a","thought":true,"thoughtSignature":"s"},{"functionCall":{"id":"i","name":"f","args":{"a":1}}}],"role":"model"},"index":0,"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":1}]},"modelVersion":"m","responseId":"r","promptFeedback":{"blockReason":"X"},"error":null}"""u8.ToArray();
        string[] values = ["null", "1", "\"x\"", "[]", "{}", "true", "-1.5", "[1]", "[{}]", "1e99", "\"\\ud800\"", "{\"\\ud800\":1}"];
        for (var round = 0; round < 10_000; round++)
        {
            var data = RequestReaderTests.Damaged(good, random, values);
            Should.NotThrow(() =>
            {
                var reader = GeminiDialect.Instance.Stream(1);
                reader.Read(default, data, new PieceLog());
                reader.Read(default, data, new PieceLog());
                GeminiDialect.Instance.TryRead(data, new PieceLog());
                GeminiDialect.Instance.TryRead(500, data, out _);
            }, $"seed {Seed}: {Encoding.UTF8.GetString(data)}");
        }
    }

    private static StreamEventKind Read(IAnswerReader reader, PieceLog log, string data) => reader.Read(default, Encoding.UTF8.GetBytes(data), log);

    private static Heard Read(int choices, params string[] events)
    {
        var log = new PieceLog();
        var reader = GeminiDialect.Instance.Stream(choices);
        return new Heard(log, reader, [.. events.Select(data => Read(reader, log, data))]);
    }

    private sealed record Heard(PieceLog Pieces, IAnswerReader Reader, IReadOnlyList<StreamEventKind> Kinds)
    {
        public IReadOnlyList<string> Log => Pieces.Lines;
    }

    private sealed class NoSink : IAnswerSink
    {
        public void Take(in AnswerPiece piece)
        {
        }
    }
}
