using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Gemini;
using Weir.Dialects.Sse;
using Weir.Dialects.Usage;
using Weir.Testing;

namespace Weir.Dialects.Tests.Gemini;

public sealed class AnswerWriterTests
{
    private static readonly AnswerContext Context = new() { CallId = "c1", Model = "asked", CreatedAt = 1, Time = StoppedClock.Instance, Conversation = Asked.Of(Asked.User(Asked.Text("x"))) };

    [Fact]
    public void Text_and_thoughts_come_as_they_are_said_and_calls_come_whole()
    {
        Events(Conversing).ShouldBe([
            """{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],"modelVersion":"m\u00e9","responseId":"c1"}""",
            """{"candidates":[{"content":{"parts":[{"text":"","thought":true,"thoughtSignature":"sig"}],"role":"model"},"index":0}],"modelVersion":"m\u00e9","responseId":"c1"}""",
            """{"candidates":[{"content":{"parts":[{"text":"a\nb"}],"role":"model"},"index":0}],"modelVersion":"m\u00e9","responseId":"c1"}""",
            """{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"hid"}],"role":"model"},"index":0}],"modelVersion":"m\u00e9","responseId":"c1"}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"id":"i2","name":"g","args":{}}}],"role":"model"},"index":0}],"modelVersion":"m\u00e9","responseId":"c1"}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"id":"i1","name":"f","args":{"a": "x\ny"}},"thoughtSignature":"own"}],"role":"model"},"index":0}],"modelVersion":"m\u00e9","responseId":"c1"}""",
            """{"candidates":[{"content":{"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":3,"totalTokenCount":15,"cachedContentTokenCount":4,"thoughtsTokenCount":2},"modelVersion":"m\u00e9","responseId":"c1"}""",
        ]);
    }

    [Fact]
    public void Without_events_the_answer_is_one_array()
    {
        var output = new ArrayBufferWriter<byte>();
        Conversing(new GeminiStreamWriter(Context, asArray: true) { Output = output });
        var list = JsonElement.Parse(output.WrittenSpan);
        list.EnumerateArray().Select(element => element.GetRawText()).ShouldBe(Events(Conversing));
    }

    [Fact]
    public void An_array_that_breaks_off_ends_with_the_error()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new GeminiStreamWriter(Context, asArray: true) { Output = output };
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = "a"u8 });
        writer.WriteError(new ClientError(502, "api_error", null, "gone", null, "r"));
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldSay("""
            [{"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"},"index":0}],"modelVersion":"asked","responseId":"c1"},{"error":{"code":502,"message":"gone","status":"INTERNAL"}}]
            """);
    }

    [Fact]
    public void A_whole_answer_is_one_object()
    {
        var answer = new CollectedAnswer();
        Conversing(answer);
        Whole(answer).ShouldSay("""
            {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true,"thoughtSignature":"sig"},{"text":"a\nb"},{"text":"","thoughtSignature":"hid"},
               {"functionCall":{"id":"i1","name":"f","args":{"a":"x\ny"}},"thoughtSignature":"own"},{"functionCall":{"id":"i2","name":"g","args":{}}}],"role":"model"},"finishReason":"STOP","index":0}],
             "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":3,"totalTokenCount":15,"cachedContentTokenCount":4,"thoughtsTokenCount":2},"modelVersion":"m\u00e9","responseId":"c1"}
            """);
    }

    [Fact]
    public void Alternatives_refusals_and_audio_counts_are_said()
    {
        var answer = new CollectedAnswer();
        answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
        answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Refusal, Choice = 1, Text = "no"u8 });
        answer.Take(new AnswerPiece { Kind = AnswerPieceKind.RedactedReasoning, Choice = 0, Text = "x"u8 });
        answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = 1, Reason = StopReason.Refusal });
        answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = 0, Reason = StopReason.MaxTokens });
        answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(9, 3, AudioInput: 4, AudioOutput: 1), IsFinal = true });
        answer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        Whole(answer).ShouldSay("""
            {"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS","index":0},{"content":{"parts":[{"text":"no"}],"role":"model"},"finishReason":"SAFETY","index":1}],
             "usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3,"totalTokenCount":12,"promptTokensDetails":[{"modality":"TEXT","tokenCount":5},{"modality":"AUDIO","tokenCount":4}],
               "candidatesTokensDetails":[{"modality":"TEXT","tokenCount":2},{"modality":"AUDIO","tokenCount":1}]},"modelVersion":"asked","responseId":"c1"}
            """);
    }

    [Theory]
    [InlineData(StopReason.EndTurn, "STOP")]
    [InlineData(StopReason.StopSequence, "STOP")]
    [InlineData(StopReason.ToolCalls, "STOP")]
    [InlineData(StopReason.Pause, "STOP")]
    [InlineData(StopReason.MaxTokens, "MAX_TOKENS")]
    [InlineData(StopReason.ContextWindow, "MAX_TOKENS")]
    [InlineData(StopReason.ContentFilter, "SAFETY")]
    [InlineData(StopReason.Refusal, "SAFETY")]
    [InlineData(StopReason.Other, "OTHER")]
    public void Every_reason_has_a_word(StopReason reason, string word)
    {
        var last = Events(sink =>
        {
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = reason });
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        }).ShouldHaveSingleItem();
        last.ShouldSay($$"""{"candidates":[{"content":{"role":"model"},"finishReason":"{{word}}","index":0}],"modelVersion":"asked","responseId":"c1"}""");
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("  ", "{}")]
    [InlineData("""{\"a\":1}""", """{"a":1}""")]
    [InlineData("""[1]""", """{"arguments":"[1]"}""")]
    [InlineData("""{\"a\":""", """{"arguments":"{\"a\":"}""")]
    [InlineData("""{} {}""", """{"arguments":"{} {}"}""")]
    [InlineData("""{\n\"a\":\r\n1}""", """{"a":1}""")]
    public void Arguments_become_an_object(string arguments, string args)
    {
        var call = Events(sink =>
        {
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Name = "f"u8 });
            foreach (var piece in Encoding.UTF8.GetBytes(arguments).Chunk(2)) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Text = piece });
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall });
        }).ShouldHaveSingleItem();
        JsonElement.Parse(call).GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetRawText()
            .ShouldSay($$$"""{"functionCall":{"name":"f","args":{{{args}}} }}""");
    }

    [Fact]
    public void What_is_written_reads_as_it_was_said()
    {
        var log = new PieceLog();
        var reader = GeminiDialect.Instance.Stream(1);
        foreach (var data in Events(Conversing)) reader.Read(default, Encoding.UTF8.GetBytes(data), log).ShouldNotBe(StreamEventKind.Malformed);
        reader.IsWhole.ShouldBeTrue();
        log.Lines.ShouldBe([
            @"Begin id=c1 name=m\u00e9", "Reasoning 0 Hm", "Signature 0 sig", @"Text 0 a\nb", "Signature 0 hid",
            "ToolCall 0.0 id=i2 name=g", "Arguments 0.0 {}", "EndToolCall 0.0",
            "ToolCall 0.1 id=i1 name=f own", """Arguments 0.1 {\"a\": \"x\\ny\"}""", "EndToolCall 0.1",
            "Stop 0 ToolCalls STOP", "Usage in=10 out=5 cached=4 written=0 thought=2 audio=0/0 final",
        ]);
    }

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT")]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(402, "FAILED_PRECONDITION")]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "NOT_FOUND")]
    [InlineData(408, "DEADLINE_EXCEEDED")]
    [InlineData(409, "ABORTED")]
    [InlineData(413, "INVALID_ARGUMENT")]
    [InlineData(429, "RESOURCE_EXHAUSTED")]
    [InlineData(499, "CANCELLED")]
    [InlineData(500, "INTERNAL")]
    [InlineData(501, "UNIMPLEMENTED")]
    [InlineData(502, "INTERNAL")]
    [InlineData(503, "UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    [InlineData(529, "UNAVAILABLE")]
    public void Errors_are_named_by_their_status(int status, string word)
    {
        var error = new ClientError(status, "t", "c", "It's \"so\".", "p", "r");
        var output = new ArrayBufferWriter<byte>();
        GeminiDialect.Instance.Write(error, asEvent: false, output);
        var body = Encoding.UTF8.GetString(output.WrittenSpan);
        body.ShouldBe($$$"""{"error":{"code":{{{status}}},"message":"It's \"so\".","status":"{{{word}}}"}}""");
        GeminiDialect.Instance.Write(error, asEvent: true, output);
        Encoding.UTF8.GetString(output.WrittenSpan[body.Length..]).ShouldBe($"data: {body}\n\n");
    }

    [Theory]
    [InlineData(400, """{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{"field":"contents","description":"d"}]}]}}""", ErrorKind.InvalidRequest, "m", "INVALID_ARGUMENT", "contents")]
    [InlineData(400, """{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}""", ErrorKind.Authentication, "API key not valid.", "INVALID_ARGUMENT", null)]
    [InlineData(429, """[{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}]""", ErrorKind.RateLimit, "m", "RESOURCE_EXHAUSTED", null)]
    [InlineData(500, """{"error":{"code":504,"status":"DEADLINE_EXCEEDED"}}""", ErrorKind.Timeout, "DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED", null)]
    [InlineData(404, """{"error":{"message":"m"}}""", ErrorKind.NotFound, "m", null, null)]
    [InlineData(403, """{"error":{"code":403,"message":"m","status":"PERMISSION_DENIED"}}""", ErrorKind.Permission, "m", "PERMISSION_DENIED", null)]
    public void Errors_are_read(int status, string body, ErrorKind kind, string message, string? code, string? param)
    {
        GeminiDialect.Instance.TryRead(status, Encoding.UTF8.GetBytes(body), out var error).ShouldBeTrue();
        error.ShouldBe(new ProviderError(kind, message, code, param));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"error":"x"}""")]
    public void What_is_no_error_is_none(string body) => GeminiDialect.Instance.TryRead(500, Encoding.UTF8.GetBytes(body), out _).ShouldBeFalse();

    [Fact]
    public void A_piece_of_text_costs_no_memory()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var writer = new GeminiStreamWriter(Context) { Output = output };
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
        Allocated.By(() =>
        {
            output.ResetWrittenCount();
            writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = " word"u8 });
        }).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"promptTokenCount":7,"candidatesTokenCount":3,"totalTokenCount":10,"promptTokensDetails":[{"modality":"TEXT","tokenCount":3},{"modality":"AUDIO","tokenCount":4}],"candidatesTokensDetails":[{"tokenCount":2,"modality":"AUDIO"}]}""", 7, 3, 4, 2)]
    [InlineData("""{"totalTokenCount":0,"trafficType":"ON_DEMAND"}""", 0, 0, 0, 0)]
    [InlineData("""{"promptTokenCount":7,"candidatesTokenCount":null}""", 7, 0, 0, 0)]
    public void Usage_is_read(string json, long input, long output, long audioIn, long audioOut)
    {
        UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBeTrue();
        (usage with { Tier = ServiceTier.Unstated }).ShouldBe(new TokenUsage(input, output, AudioInput: audioIn, AudioOutput: audioOut));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"totalTokenCount":10}""")]
    [InlineData("""{"promptTokenCount":-1}""")]
    [InlineData("""{"promptTokenCount":1.5}""")]
    [InlineData("""{"promptTokenCount":9223372036854775807,"toolUsePromptTokenCount":9223372036854775807}""")]
    [InlineData("""{"promptTokenCount":1,"promptTokensDetails":{}}""")]
    public void Usage_that_makes_no_sense_is_not_believed(string json) => UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out _).ShouldBeFalse();

    /// <summary>Thoughts, text, and two calls whose arguments alternate.</summary>
    private static void Conversing(IAnswerSink sink)
    {
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = """m\u00e9"""u8, Id = "theirs"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Text = "Hm"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Text = "sig"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = """a\nb"""u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = ""u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Text = "hid"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = 0, Id = "i1"u8, Name = "f"u8, Text = "own"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = 0, Text = """{\"a\":"""u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = 1, Id = "i2"u8, Name = "g"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = 1, Text = "{"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = 0, Text = """ \"x\\ny\"}"""u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = 1, Text = "}"u8 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = 1 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = 0 });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = StopReason.ToolCalls });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(10, 5, CachedInput: 4, Reasoning: 2), IsFinal = true });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
    }

    private static List<string> Events(Action<IAnswerSink> say)
    {
        var output = new ArrayBufferWriter<byte>();
        say(GeminiDialect.Instance.Stream(Context, output));
        var events = new List<string>();
        var rest = output.WrittenSpan;
        while (SseEvent.TryRead(rest, out var @event))
        {
            @event.DataLines.ShouldBe(1);
            events.Add(Encoding.UTF8.GetString(@event.Data));
            rest = rest[@event.Raw.Length..];
        }
        rest.IsEmpty.ShouldBeTrue();
        return events;
    }

    private static string Whole(CollectedAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        GeminiDialect.Instance.Write(answer, Context, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
