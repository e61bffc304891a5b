using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Errors;
using Weir.Dialects.Tests.Gemini;
using Weir.Dialects.Usage;
using Weir.Testing;

namespace Weir.Dialects.Tests.Bedrock;

public sealed class AnswerReaderTests
{
    [Fact]
    public void A_stream_is_read_in_pieces()
    {
        var heard = Read(
            ("messageStart", """{"p":"abc","role":"assistant"}"""),
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm"}},"p":"ab"}"""),
            ("contentBlockDelta", """{"delta":{"reasoningContent":{"signature":"sig"}},"contentBlockIndex":0}"""),
            ("contentBlockDelta", """{"delta":{"reasoningContent":{"redactedContent":"AAEC"}},"contentBlockIndex":1}"""),
            ("contentBlockStop", """{"contentBlockIndex":0}"""),
            ("contentBlockDelta", """{"contentBlockIndex":2,"delta":{"text":"a\nb"}}"""),
            ("contentBlockStart", """{"contentBlockIndex":3,"start":{"toolUse":{"name":"f","toolUseId":"t1"}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":3,"delta":{"toolUse":{"input":"{\"a\":"}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":3,"delta":{"toolUse":{"input":"1}"}}}"""),
            ("contentBlockStop", """{"contentBlockIndex":3}"""),
            ("contentBlockStart", """{"start":{"toolUse":{"toolUseId":"t2","name":"g"}},"contentBlockIndex":4}"""),
            ("contentBlockDelta", """{"contentBlockIndex":4,"delta":{"toolUse":{"input":""}}}"""),
            ("messageStop", """{"stopReason":"tool_use"}"""));
        heard.Reader.IsWhole.ShouldBeTrue();
        heard.Read("metadata", """{"metrics":{"latencyMs":1},"usage":{"inputTokens":10,"outputTokens":5,"totalTokens":18,"cacheReadInputTokens":2,"cacheWriteInputTokens":1}}""").ShouldBe(StreamEventKind.Done);
        heard.Log.ShouldBe([
            "Begin", "Reasoning 0 Hm", "Signature 0 sig", "RedactedReasoning 0 AAEC", @"Text 0 a\nb",
            "ToolCall 0.0 id=t1 name=f", """Arguments 0.0 {\"a\":""", "Arguments 0.0 1}", "EndToolCall 0.0",
            "ToolCall 0.1 id=t2 name=g", "Arguments 0.1 {}", "EndToolCall 0.1", "Stop 0 ToolCalls tool_use",
            "Usage in=13 out=5 cached=2 written=1 thought=0 audio=0/0 final",
        ]);
        heard.Kinds.ShouldBe([
            StreamEventKind.Other, StreamEventKind.Content, StreamEventKind.Content, StreamEventKind.Content, StreamEventKind.Other, StreamEventKind.Content, StreamEventKind.Content,
            StreamEventKind.Content, StreamEventKind.Content, StreamEventKind.Other, StreamEventKind.Content, StreamEventKind.Other, StreamEventKind.Other,
        ]);
    }

    [Fact]
    public void Calls_that_alternate_are_kept_apart()
    {
        Read(
            ("contentBlockStart", """{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"a","name":"f"}}}"""), ("contentBlockStart", """{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"b","name":"g"}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{"}}}"""), ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{}"}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"}"}}}"""), ("contentBlockStop", """{"contentBlockIndex":1}"""), ("messageStop", """{"stopReason":"end_turn"}"""))
            .Log.ShouldBe(["Begin", "ToolCall 0.0 id=a name=f", "ToolCall 0.1 id=b name=g", "Arguments 0.1 {", "Arguments 0.0 {}", "Arguments 0.1 }", "EndToolCall 0.1", "EndToolCall 0.0", "Stop 0 ToolCalls end_turn"]);
    }

    [Theory]
    [InlineData("end_turn", StopReason.EndTurn)]
    [InlineData("tool_use", StopReason.ToolCalls)]
    [InlineData("max_tokens", StopReason.MaxTokens)]
    [InlineData("stop_sequence", StopReason.StopSequence)]
    [InlineData("guardrail_intervened", StopReason.ContentFilter)]
    [InlineData("content_filtered", StopReason.ContentFilter)]
    [InlineData("refusal", StopReason.Refusal)]
    [InlineData("model_context_window_exceeded", StopReason.ContextWindow)]
    [InlineData("malformed_tool_use", StopReason.Other)]
    [InlineData("something_new", StopReason.Other)]
    public void Every_word_for_the_end_is_known(string word, StopReason reason) =>
        Read(("messageStop", $$"""{"stopReason":"{{word}}"}""")).Log.ShouldBe(["Begin", $"Stop 0 {reason} {word}"]);

    [Theory]
    [InlineData("throttlingException", ErrorKind.RateLimit)]
    [InlineData("validationException", ErrorKind.InvalidRequest)]
    [InlineData("internalServerException", ErrorKind.Internal)]
    [InlineData("modelStreamErrorException", ErrorKind.Internal)]
    [InlineData("modelTimeoutException", ErrorKind.Timeout)]
    [InlineData("serviceUnavailableException", ErrorKind.Overloaded)]
    [InlineData("accessDeniedException", ErrorKind.Permission)]
    [InlineData("somethingNew", ErrorKind.Internal)]
    public void An_exception_is_an_error(string type, ErrorKind kind)
    {
        var heard = Read(("exception:" + type, """{"message":"m"}"""));
        heard.Kinds.ShouldBe([StreamEventKind.Error]);
        heard.Reader.Error.ShouldBe(new ProviderError(kind, "m", type, null));
        heard.Reader.IsWhole.ShouldBeFalse();
        Read(("exception:" + type, "<html>")).Reader.Error!.Message.ShouldBe(type);
    }

    [Theory]
    [InlineData("messageStart", "", StreamEventKind.None)]
    [InlineData("messageStart", "{}", StreamEventKind.Other)]
    [InlineData("somethingNew", "{}", StreamEventKind.Other)]
    [InlineData("", "{}", StreamEventKind.Other)]
    [InlineData("metadata", """{"usage":{"inputTokens":1}}""", StreamEventKind.Other)]
    [InlineData("contentBlockDelta", """{"delta":{"text":""}}""", StreamEventKind.Other)]
    [InlineData("contentBlockDelta", """{"delta":{"citation":{}}}""", StreamEventKind.Other)]
    [InlineData("contentBlockDelta", """{"delta":{"toolUse":{"input":"{"}}}""", StreamEventKind.Malformed)]
    [InlineData("contentBlockDelta", """{"contentBlockIndex":"0","delta":{"text":"a"}}""", StreamEventKind.Malformed)]
    [InlineData("contentBlockDelta", """{"delta":{"text":"a"}}{}""", StreamEventKind.Malformed)]
    [InlineData("contentBlockDelta", """{"delta":{"text":"a"}""", StreamEventKind.Malformed)]
    [InlineData("contentBlockStart", """{"start":{"toolUse":{"name":"f"}}}""", StreamEventKind.Malformed)]
    [InlineData("messageStop", "[]", StreamEventKind.Malformed)]
    public void Each_event_is_told_apart(string name, string data, StreamEventKind kind) => Read((name, data)).Kinds.ShouldBe([kind]);

    [Fact]
    public void What_comes_after_the_end_is_not_believed() =>
        Read(("messageStop", """{"stopReason":"end_turn"}"""), ("contentBlockDelta", """{"delta":{"text":"a"}}""")).Kinds[1].ShouldBe(StreamEventKind.Malformed);

    [Fact]
    public void A_whole_answer_is_read_to_its_end()
    {
        var log = new PieceLog();
        ConverseDialect.Instance.TryRead("""
            {"metrics":{},"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm","signature":"sig"}}},{"reasoningContent":{"redactedContent":"AAEC"}},
             {"text":"Hi"},{"toolUse":{"toolUseId":"t","name":"f","input":{"a": "x\n"}}},{"toolUse":{"toolUseId":"u","name":"g"}}]}},"stopReason":"tool_use","usage":{"inputTokens":1,"outputTokens":2}}
            """u8.ToArray(), log).ShouldBeTrue();
        log.Lines.ShouldBe([
            "Begin", "Reasoning 0 Hm", "Signature 0 sig", "RedactedReasoning 0 AAEC", "Text 0 Hi", "ToolCall 0.0 id=t name=f", """Arguments 0.0 {\"a\": \"x\\n\"}""", "EndToolCall 0.0",
            "ToolCall 0.1 id=u name=g", "Arguments 0.1 {}", "EndToolCall 0.1", "Stop 0 ToolCalls tool_use", "Usage in=1 out=2 cached=0 written=0 thought=0 audio=0/0 final", "End",
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"message":"no"}""")]
    [InlineData("""{"output":{"message":{}}}""")]
    [InlineData("""{"output":{"message":{"content":[]}}""")]
    public void What_is_no_answer_is_refused(string answer)
    {
        var log = new PieceLog();
        ConverseDialect.Instance.TryRead(Encoding.UTF8.GetBytes(answer), log).ShouldBeFalse();
        log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400, """{"message":"m"}""", ErrorKind.InvalidRequest, "m", null)]
    [InlineData(429, """{"Message":"m"}""", ErrorKind.RateLimit, "m", null)]
    [InlineData(400, """{"__type":"com.amazon.coral.service#ThrottlingException","message":"m"}""", ErrorKind.RateLimit, "m", "ThrottlingException")]
    [InlineData(424, """{"message":"m"}""", ErrorKind.InvalidRequest, "m", null)]
    public void Errors_are_read(int status, string body, ErrorKind kind, string message, string? code)
    {
        ConverseDialect.Instance.TryRead(status, Encoding.UTF8.GetBytes(body), out var error).ShouldBeTrue();
        error.ShouldBe(new ProviderError(kind, message, code, null));
        ConverseDialect.Instance.TryRead(status, "<html>"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void Usage_includes_what_the_cache_held()
    {
        UsageReader.TryRead("""{"inputTokens":10,"outputTokens":5,"cacheReadInputTokens":3,"cacheWriteInputTokens":4,"serverToolUsage":{}}"""u8, out var usage).ShouldBeTrue();
        usage.ShouldBe(new TokenUsage(17, 5, CachedInput: 3, CacheWrite: 4));
        foreach (var nonsense in new[] { "", "[]", "{}", """{"inputTokens":-1}""", """{"inputTokens":1.5}""", """{"inputTokens":1,"outputTokens":9223372036854775807}""" })
            UsageReader.TryRead(Encoding.UTF8.GetBytes(nonsense), out _).ShouldBeFalse(nonsense);
    }

    [Fact]
    public void An_event_with_text_costs_no_memory()
    {
        var reader = ConverseDialect.Instance.Stream(1);
        var sink = new NoSink();
        reader.Read("contentBlockStart"u8, """{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"a","name":"f"}}}"""u8, sink);
        Allocated.By(Read).ShouldBe(0);

        void Read()
        {
            reader.Read("contentBlockDelta"u8, """{"contentBlockIndex":0,"delta":{"text":" word"},"p":"abcdef"}"""u8, sink);
            reader.Read("contentBlockDelta"u8, """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{"}}}"""u8, sink);
        }
    }

    [Fact]
    public void Damage_never_throws()
    {
        const int Seed = 20260804;
        var random = new Random(Seed);
        byte[][] good =
        [
            """{"contentBlockIndex":0,"start":{"toolUse":{"name":"f","toolUseId":"t1"}},"delta":{"text":"a","reasoningContent":{"text":"b","signature":"s"},"toolUse":{"input":"{"}},"stopReason":"end_turn","usage":{"inputTokens":1}}"""u8.ToArray(),
            """{"output":{"message":{"content":[{"text":"a"},{"toolUse":{"toolUseId":"t","name":"f","input":{}}},{"reasoningContent":{"reasoningText":{"text":"b"}}}]}},"stopReason":"x","usage":{"inputTokens":1},"message":"m"}"""u8.ToArray(),
        ];
        string[] names = ["messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata", "exception:x"];
        string[] values = ["null", "1", "\"x\"", "[]", "{}", "true", "-1.5", "[1]", "1e99", "\"\\ud800\"", "{\"\\ud800\":1}"];
        for (var round = 0; round < 5000; round++)
        {
            var data = RequestReaderTests.Damaged(good[round % 2], random, values);
            Should.NotThrow(() =>
            {
                var reader = ConverseDialect.Instance.Stream(1);
                for (var i = 0; i < 3; i++) reader.Read(Encoding.ASCII.GetBytes(names[random.Next(names.Length)]), data, new PieceLog());
                ConverseDialect.Instance.TryRead(data, new PieceLog());
                ConverseDialect.Instance.TryRead(500, data, out _);
            }, $"seed {Seed}: {Encoding.UTF8.GetString(data)}");
        }
    }

    private static Heard Read(params (string Name, string Data)[] events)
    {
        var heard = new Heard(ConverseDialect.Instance.Stream(1), new PieceLog(), []);
        foreach (var (name, data) in events) heard.Kinds.Add(heard.Read(name, data));
        return heard;
    }

    private sealed record Heard(IAnswerReader Reader, PieceLog Pieces, List<StreamEventKind> Kinds)
    {
        public IReadOnlyList<string> Log => Pieces.Lines;

        public StreamEventKind Read(string name, string data) => Reader.Read(Encoding.ASCII.GetBytes(name), Encoding.UTF8.GetBytes(data), Pieces);
    }

    private sealed class NoSink : IAnswerSink
    {
        public void Take(in AnswerPiece piece)
        {
        }
    }
}
