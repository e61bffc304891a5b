using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI.Chat;
using Weir.Testing;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class ChunkReaderTests
{
    private const string Called = """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}""";
    private const string Stopped = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    [Fact]
    public void An_answer_is_handed_on_piece_by_piece()
    {
        var pieces = Read(
            """{"id":"i","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""",
            """{"id":"i","model":"m","choices":[{"index":0,"delta":{"content":"a\nb"}}]}""",
            """{"id":"i","model":"m","choices":[{"index":0,"delta":{"refusal":"no"}}]}""",
            """{"id":"i","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"length"}]}""",
            """{"id":"i","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""",
            "[DONE]");
        pieces.ShouldBe(@"begin i m | text a\nb | refusal no | stop MaxTokens | usage 1+2");
    }

    [Theory]
    [InlineData("", StreamEventKind.None)]
    [InlineData("[DONE]", StreamEventKind.Done)]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""", StreamEventKind.Other)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Hi"}}]}""", StreamEventKind.Content)]
    [InlineData(Called, StreamEventKind.Content)]
    [InlineData(Stopped, StreamEventKind.Other)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", StreamEventKind.Usage)]
    [InlineData("""{"choices":[],"prompt_filter_results":[{}]}""", StreamEventKind.Other)]
    [InlineData("""{"error":{"message":"no"}}""", StreamEventKind.Error)]
    [InlineData("""{"object":"error","message":"no","type":"BadRequestError","code":400}""", StreamEventKind.Error)]
    [InlineData("""{"error":null,"choices":[]}""", StreamEventKind.Other)]
    [InlineData("""{"choices":[{"ind""", StreamEventKind.Malformed)]
    [InlineData("""{"choices":[5]}""", StreamEventKind.Malformed)]
    [InlineData("""{"choices":[{"index":128,"delta":{"content":"Hi"}}]}""", StreamEventKind.Malformed)]
    [InlineData("""{"choices":[{"index":-1,"delta":{"content":"Hi"}}]}""", StreamEventKind.Malformed)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"arguments":"{}"}}]}}]}""", StreamEventKind.Malformed)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c"}]},"finish_reason":"tool_calls"}]}""", StreamEventKind.Malformed)]
    [InlineData("<html>", StreamEventKind.Malformed)]
    [InlineData("{} {}", StreamEventKind.Malformed)]
    [InlineData("42", StreamEventKind.Malformed)]
    public void Each_event_is_told_apart(string data, StreamEventKind kind) =>
        new ChunkReader(1).Read(default, Encoding.UTF8.GetBytes(data), new RecordedPieces()).ShouldBe(kind);

    [Fact]
    public void The_order_of_members_is_free()
    {
        Read("""{"usage":{"completion_tokens":2,"prompt_tokens":1},"choices":[{"finish_reason":"tool_calls","delta":{"tool_calls":[{"function":{"arguments":"{}","name":"f"},"id":"c","index":0}],"content":"t","reasoning_content":"r"},"index":1}],"model":"m","id":"i"}""")
            .ShouldBe("begin i m | #1 thought r | #1 text t | #1 call 0 c f | #1 args 0 {} | #1 called 0 | #1 stop ToolCalls | usage 1+2");
    }

    [Theory]
    [InlineData(""" "message":{"role":"assistant","content":"a b"},"delta":{"content":" b"} """)]
    [InlineData(""" "delta":{"content":" b"},"message":{"role":"assistant","content":"a b"} """)]
    public void What_was_said_so_far_is_not_said_again(string members) =>
        Read($$"""{"choices":[{"index":0,{{members}}}]}""").ShouldBe("begin   | text  b");

    public static TheoryData<string, string[], string> Calls => new()
    {
        { "OpenAI", ["""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}""", """{"index":0,"function":{"arguments":"{\"x\""}}""", """{"index":1,"id":"b","function":{"name":"g","arguments":""}}""", """{"index":0,"function":{"arguments":":1}"}}""", """{"index":1,"function":{"arguments":"{}"}}"""], """call 0 a f | args 0 {\"x\" | call 1 b g | args 0 :1} | args 1 {}""" },
        { "everything in every chunk", ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""", """{"index":0,"id":"a","function":{"name":"f","arguments":"}"}}"""], "call 0 a f | args 0 { | args 0 }" },
        { "whole calls, all with the index 0", ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}""", """{"index":0,"id":"b","function":{"name":"f","arguments":"{}"}}"""], "call 0 a f | args 0 {} | called 0 | call 1 b f | args 1 {}" },
        { "a new id in every chunk, but no name", ["""{"index":0,"id":"a","function":{"name":"f"}}""", """{"index":0,"id":"b","function":{"arguments":"{}"}}"""], "call 0 a f | args 0 {}" },
        { "no index", ["""{"id":"a","function":{"name":"f","arguments":"{"}}""", """{"function":{"arguments":"}"}}""", """{"id":"b","function":{"name":"g","arguments":"{"}}""", """{"id":"a","function":{"arguments":" "}}"""], "call 0 a f | args 0 { | args 0 } | called 0 | call 1 b g | args 1 {" },
        { "no id", ["""{"index":0,"function":{"name":"f","arguments":"{}"}}""", """{"index":1,"id":"","function":{"name":"g","arguments":"{}"}}"""], "call 0  f | args 0 {} | called 0 | call 1  g | args 1 {}" },
        { "indexes with gaps", ["""{"index":3,"id":"a","function":{"name":"f"}}""", """{"index":7,"id":"b","function":{"name":"g"}}""", """{"index":3,"function":{"arguments":"{}"}}"""], "call 0 a f | call 1 b g | args 0 {}" },
        { "the name after the id", ["""{"index":0,"id":"a","type":"function"}""", """{"index":0,"function":{"name":"f"}}""", """{"index":0,"function":{"arguments":"{}"}}"""], "call 0 a f | args 0 {}" },
        { "arguments as an object", ["""{"index":0,"id":"a","function":{"name":"f","arguments":{"x":"y\n"}}}"""], """call 0 a f | args 0 {\"x\":\"y\\n\"}""" },
        { "arguments that are null", ["""{"index":0,"id":"a","function":{"name":"f","arguments":null}}"""], "call 0 a f" },
        { "Gemini", ["""{"extra_content":{"google":{"thought_signature":"s"}},"function":{"arguments":"{}","name":"f"},"id":"a","index":0,"type":"function"}"""], "call 0 a f (s) | args 0 {}" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Calls_are_put_together_however_a_server_cuts_them(string server, string[] deltas, string pieces)
    {
        var chunks = deltas.Select(delta => $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{{{delta}}}]}}]}""").Append(Stopped).ToArray();
        string[] open = [.. new[] { "0", "1" }.Where(call => pieces.Contains($"call {call}", StringComparison.Ordinal) && !pieces.Contains($"called {call}", StringComparison.Ordinal))];
        var ends = string.Join(" | ", open.Select(call => $"called {call}"));
        Read(chunks).ShouldBe($"begin   | {pieces} | {ends} | stop ToolCalls", server);
    }

    [Fact]
    public void What_is_added_to_arguments_after_their_end_is_no_sense_to_anybody()
    {
        var reader = new ChunkReader(1);
        Feed(reader, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{"}}]}}]}""");
        reader.Read(default, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":" \n"}}]}}]}"""u8, new CollectedAnswer()).ShouldBe(StreamEventKind.Other);
        reader.Read(default, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}}]}}]}"""u8, new CollectedAnswer()).ShouldBe(StreamEventKind.Malformed);
    }

    [Fact]
    public void A_function_call_from_before_there_were_tools_is_a_tool_call() =>
        Read(
            """{"choices":[{"delta":{"function_call":{"name":"f","arguments":""}}}]}""",
            """{"choices":[{"delta":{"function_call":{"arguments":"{}"}}}]}""",
            """{"choices":[{"delta":{},"finish_reason":"function_call"}]}""")
            .ShouldBe("begin   | call 0  f | args 0 {} | called 0 | stop ToolCalls");

    [Theory]
    [InlineData("""{"reasoning_content":"a"}""", "thought a")]
    [InlineData("""{"reasoning":"a"}""", "thought a")]
    [InlineData("""{"reasoning":"a","reasoning_content":"a"}""", "thought a")]
    [InlineData("""{"reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a"}]}""", "thought a")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.summary","summary":"a"}]}""", "thought a")]
    [InlineData("""{"reasoning_details":[{"signature":"s","type":"reasoning.text","text":"","id":"i"}],"reasoning":"a"}""", "thought a | signed s (i)")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.encrypted","data":"d"}]}""", "secret d")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]},{"type":"text","text":"b"}]}""", "thought a | text b")]
    [InlineData("""{"content":[{"type":"text","text":"b"}],"reasoning_details":[],"reasoning_content":"a"}""", "thought a | text b")]
    public void Thoughts_are_read_once_in_whatever_form_they_come(string delta, string pieces) =>
        Read($$"""{"choices":[{"index":0,"delta":{{delta}}}]}""").ShouldBe($"begin   | {pieces}");

    [Theory]
    [InlineData("\"stop\"", StopReason.EndTurn)]
    [InlineData("\"length\"", StopReason.MaxTokens)]
    [InlineData("\"tool_calls\"", StopReason.ToolCalls)]
    [InlineData("\"function_call\"", StopReason.ToolCalls)]
    [InlineData("\"content_filter\"", StopReason.ContentFilter)]
    [InlineData("\"eos\"", StopReason.EndTurn)]
    [InlineData("\"end_turn\"", StopReason.EndTurn)]
    [InlineData("\"max_tokens\"", StopReason.MaxTokens)]
    [InlineData("\"model_length\"", StopReason.ContextWindow)]
    [InlineData("\"tool_use\"", StopReason.ToolCalls)]
    [InlineData("\"error\"", StopReason.Other)]
    [InlineData("\"stop\",\"stop_reason\":\"END\"", StopReason.StopSequence)]
    [InlineData("\"stop\",\"stop_reason\":128009", StopReason.EndTurn)]
    public void Each_reason_is_known(string reason, StopReason expected) =>
        Read($$"""{"choices":[{"index":0,"delta":{},"finish_reason":{{reason}}}]}""").ShouldStartWith($"begin   | stop {expected}");

    [Fact]
    public void A_stream_is_whole_once_every_choice_has_stopped()
    {
        var reader = new ChunkReader(2);
        Feed(reader, """{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""").ShouldBe("begin   | text a | usage 1+1?");
        Feed(reader, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        reader.IsWhole.ShouldBeFalse();
        Feed(reader, """{"choices":[{"index":1,"delta":{"content":"b"},"finish_reason":""}]}""");
        reader.IsWhole.ShouldBeFalse();
        Feed(reader, """{"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}""").ShouldBe("#1 stop MaxTokens");
        reader.IsWhole.ShouldBeTrue();
        Feed(reader, """{"choices":[{"index":1,"delta":{"content":""},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""").ShouldBe("usage 1+2");
    }

    [Fact]
    public void Text_after_the_end_is_not_believed()
    {
        var reader = new ChunkReader(1);
        Feed(reader, Stopped);
        reader.Read(default, """{"choices":[{"index":0,"delta":{"content":"a"}}]}"""u8, new RecordedPieces()).ShouldBe(StreamEventKind.Malformed);
    }

    [Theory]
    [InlineData("""{"error":{"message":"slow","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""", ErrorKind.RateLimit, "slow", "rate_limit_exceeded")]
    [InlineData("""{"error":{"message":"down","code":502}}""", ErrorKind.Internal, "down", "502")]
    [InlineData("""{"error":{"message":"down","code":503}}""", ErrorKind.Overloaded, "down", "503")]
    [InlineData("""{"error":{"message":"poor","type":"insufficient_quota"}}""", ErrorKind.Billing, "poor", null)]
    [InlineData("""{"error":"oops"}""", ErrorKind.Internal, "oops", null)]
    [InlineData("""{"error":{}}""", ErrorKind.Internal, "", null)]
    [InlineData("""{"error":5}""", ErrorKind.Internal, "", null)]
    [InlineData("""{"object":"error","message":"no","type":"BadRequestError","code":400}""", ErrorKind.InvalidRequest, "no", "400")]
    public void An_error_inside_a_stream_is_kept(string data, ErrorKind kind, string message, string? code)
    {
        var reader = new ChunkReader(1);
        reader.Read(default, Encoding.UTF8.GetBytes(data), new RecordedPieces()).ShouldBe(StreamEventKind.Error);
        var error = reader.Error.ShouldNotBeNull();
        (error.Kind, error.Message, error.Code).ShouldBe((kind, message, code));
    }

    [Fact]
    public void Reading_content_allocates_nothing()
    {
        var reader = new ChunkReader(1);
        var nowhere = new Nowhere();
        byte[][] chunks =
        [
            """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"usage":null}"""u8.ToArray(),
            """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"reasoning_content":"r","reasoning_details":[{"type":"reasoning.text","text":"r","index":0}]}}]}"""u8.ToArray(),
            """{"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1"}}]}}]}"""u8.ToArray(),
        ];
        reader.Read(default, Encoding.UTF8.GetBytes(Called), nowhere).ShouldBe(StreamEventKind.Content);
        foreach (var chunk in chunks) reader.Read(default, chunk, nowhere).ShouldBe(StreamEventKind.Content);
        Allocated.By(() =>
        {
            foreach (var chunk in chunks) reader.Read(default, chunk, nowhere);
        }).ShouldBe(0);
    }

    [Fact]
    public void No_damage_to_a_chunk_throws()
    {
        const int Seed = 77;
        var random = new Random(Seed);
        var good = """{"id":"i","model":"m","choices":[{"index":1,"delta":{"content":"x","reasoning_details":[{"type":"reasoning.text","text":"\u00e9","signature":"s"}],"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"t"}}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1},"error":null}"""u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var data = good.AsSpan(0, random.Next(2) == 0 ? good.Length : random.Next(good.Length + 1)).ToArray();
            for (var hits = random.Next(4); hits > 0 && data.Length > 0; hits--) data[random.Next(data.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => new ChunkReader(1).Read(default, data, new Nowhere()), $"seed {Seed}: {Convert.ToHexString(data)}");
        }
    }

    private static string Read(params string[] chunks) => Feed(new ChunkReader(1), chunks);

    private static string Feed(ChunkReader reader, params string[] chunks)
    {
        var pieces = new RecordedPieces();
        foreach (var chunk in chunks)
            reader.Read(default, Encoding.UTF8.GetBytes(chunk), pieces).ShouldBeOneOf(StreamEventKind.Content, StreamEventKind.Other, StreamEventKind.Usage, StreamEventKind.Done);
        return pieces.All;
    }

    private sealed class Nowhere : IAnswerSink
    {
        public void Take(in AnswerPiece piece)
        {
        }
    }
}
