using System.Text;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Testing;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class AnswerStreamReaderTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"output_tokens":1}}}""";
    private const string Last = """{"type":"message_stop"}""";

    private readonly IAnswerReader _reader = MessagesDialect.Instance.Stream(1);

    [Fact]
    public void A_text_is_read_from_its_first_event_to_its_last()
    {
        var pieces = Answers.Read(_reader, Start, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""", """{"type":"ping"}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"He\"\u00e9"}}""", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"llo"}}""",
            """{"type":"content_block_stop","index":0}""", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":12}}""", Last);
        pieces.ShouldBe("""
            begin claude msg_1
            usage 115 1 100 5 0
            text He\"\u00e9
            text llo
            stop EndTurn end_turn
            usage 115 12 100 5 0 final
            """);
        _reader.IsWhole.ShouldBeTrue();
        _reader.Error.ShouldBeNull();
    }

    [Fact]
    public void Thoughts_are_read_with_their_proof()
    {
        Answers.Read(_reader, """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"S=="}}""",
            """{"type":"content_block_stop","index":0}""", """{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"D"}}""", """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"thinking","thinking":"a","signature":"T"}}""", """{"type":"content_block_stop","index":2}""",
            """{"type":"content_block_start","index":3,"content_block":{"type":"thinking","thinking":""}}""", """{"type":"content_block_stop","index":3}""").ShouldBe("""
            begin  
            reasoning hm
            signature S==
            redactedreasoning D
            reasoning a
            signature T
            """);
        _reader.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public void Calls_are_read_whichever_way_their_arguments_come()
    {
        var pieces = Answers.Read(_reader, Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t0","name":"f","input":{}}}""", """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""", """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"1}"}}""", """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"g","input":{"x":["\n",{"y":2}]}}}""", """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t2","name":"h","input":{}}}""", """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"}}""");
        pieces.ShouldBe("""
            begin claude msg_1
            usage 115 1 100 5 0
            call 0 t0 f
            arguments 0 {\"a\":
            arguments 0 1}
            end 0
            call 1 t1 g
            arguments 1 {\"x\":[\"\\n\",{\"y\":2}]}
            end 1
            call 2 t2 h
            arguments 2 {}
            end 2
            stop ToolCalls tool_use
            """);
    }

    [Fact]
    public void Blocks_that_are_open_at_once_are_told_apart()
    {
        Answers.Read(_reader, """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f"}}""", """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"b","name":"g"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"B"}}""", """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"A"}}""",
            """{"type":"content_block_stop","index":1}""", """{"type":"content_block_stop","index":0}""").ShouldBe("""
            begin  
            call 0 a f
            call 1 b g
            arguments 1 B
            arguments 0 A
            end 1
            end 0
            """);
    }

    [Fact]
    public void The_order_of_members_does_not_matter()
    {
        Answers.Read(_reader, """{"message":{"usage":{"output_tokens":0,"input_tokens":3},"model":"m","id":"i"},"type":"message_start"}""", """{"content_block":{"text":"x","type":"text"},"index":0,"type":"content_block_start"}""",
            """{"delta":{"text":"y","type":"text_delta"},"index":0,"type":"content_block_delta"}""", """{"usage":{"output_tokens":2},"delta":{"stop_sequence":"END","stop_reason":"stop_sequence"},"type":"message_delta"}""").ShouldBe("""
            begin m i
            usage 3 0 0 0 0
            text x
            text y
            stop StopSequence stop_sequence END
            usage 3 2 0 0 0 final
            """);
    }

    [Fact]
    public void Of_what_tools_at_anthropic_do_no_more_is_told_than_its_name()
    {
        Answers.Read(_reader, Start, """{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"q\":1}"}}""", """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"text","text":"no"}]}}""", """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}""", """{"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"text":"no"}}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":50,"cache_read_input_tokens":0,"output_tokens":7,"output_tokens_details":{"thinking_tokens":3}}}""").ShouldBe("""
            begin claude msg_1
            usage 115 1 100 5 0
            work server_tool_use
            work web_search_tool_result
            stop EndTurn end_turn
            usage 155 7 100 5 3 final
            """);
    }

    [Theory]
    [InlineData("end_turn", StopReason.EndTurn, "end_turn")]
    [InlineData("max_tokens", StopReason.MaxTokens, "max_tokens")]
    [InlineData("stop_sequence", StopReason.StopSequence, "end_turn")]
    [InlineData("tool_use", StopReason.ToolCalls, "tool_use")]
    [InlineData("pause_turn", StopReason.Pause, "pause_turn")]
    [InlineData("refusal", StopReason.Refusal, "refusal")]
    [InlineData("model_context_window_exceeded", StopReason.ContextWindow, "model_context_window_exceeded")]
    [InlineData("news", StopReason.Other, "end_turn")]
    public void Every_reason_has_a_word(string word, StopReason reason, string written)
    {
        Answers.Read(_reader, Start, $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{word}}}"}}""").ShouldEndWith($"stop {reason} {word}");
        var answer = new CollectedAnswer();
        answer.Take(Answers.Stop(reason));
        Answers.Whole(answer).GetProperty("stop_reason").GetString().ShouldBe(written);
    }

    [Fact]
    public void An_answer_that_called_tools_waits_for_them_whatever_the_word() =>
        Answers.Read(_reader, """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f"}}""", """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""").ShouldEndWith("stop ToolCalls end_turn");

    [Fact]
    public void An_answer_stops_once()
    {
        Answers.Read(_reader, Start, """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", Last)
            .Split('\n').Count(line => line.StartsWith("stop", StringComparison.Ordinal)).ShouldBe(1);
        Answers.Read(MessagesDialect.Instance.Stream(1), Start, Last).ShouldEndWith("stop EndTurn");
    }

    [Theory]
    [InlineData("", StreamEventKind.None)]
    [InlineData("""{"type":"ping"}""", StreamEventKind.None)]
    [InlineData(Start, StreamEventKind.Other)]
    [InlineData(Last, StreamEventKind.Done)]
    [InlineData("""{"type":"news","delta":{"text":"x"}}""", StreamEventKind.Other)]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""", StreamEventKind.Other)]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}""", StreamEventKind.Content)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}""", StreamEventKind.Content)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}""", StreamEventKind.Other)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"x"}}""", StreamEventKind.Content)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta"}}""", StreamEventKind.Other)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"x"}}""", StreamEventKind.Malformed)]
    [InlineData("""{"type":"content_block_stop","index":9}""", StreamEventKind.Other)]
    [InlineData("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}""", StreamEventKind.Other)]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", StreamEventKind.Error)]
    [InlineData("""{"type":"error"}""", StreamEventKind.Malformed)]
    [InlineData("""{"type":"message_start"}""", StreamEventKind.Malformed)]
    [InlineData("""{"type":"content_block_start","content_block":{"type":"text"}}""", StreamEventKind.Malformed)]
    [InlineData("""{"type":"content_block_delta","index":0}""", StreamEventKind.Malformed)]
    [InlineData("[DONE]", StreamEventKind.Malformed)]
    [InlineData("{}", StreamEventKind.Malformed)]
    [InlineData("[]", StreamEventKind.Malformed)]
    [InlineData("""{"type":"ping"}x""", StreamEventKind.Malformed)]
    [InlineData("""{"type":"ping"} {}""", StreamEventKind.Malformed)]
    [InlineData("""{"type":"pi""", StreamEventKind.Malformed)]
    [InlineData("""{"\ud800":1,"type":"ping"}""", StreamEventKind.Malformed)]
    public void Every_event_is_something_to_a_relay(string data, StreamEventKind kind) =>
        _reader.Read(default, Encoding.UTF8.GetBytes(data), new PieceLog()).ShouldBe(kind);

    [Fact]
    public void Bytes_that_are_no_text_are_malformed() =>
        _reader.Read(default, [.. "{\"type\":\"ping\",\"x\":\""u8, 0xff, .. "\"}"u8], new PieceLog()).ShouldBe(StreamEventKind.Malformed);

    [Fact]
    public void An_error_inside_the_stream_is_kept_and_the_answer_is_not_whole()
    {
        Answers.Read(_reader, Start, """{"type":"error","error":{"type":"overloaded_error","message":"busy","details":{"error_code":"c"}}}""");
        _reader.Error.ShouldBe(new ProviderError(ErrorKind.Overloaded, "busy", "c", null));
        _reader.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public void An_event_with_content_allocates_nothing()
    {
        var text = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}}"""u8.ToArray();
        var arguments = """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\""}}"""u8.ToArray();
        Answers.Read(_reader, Start, """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"a","name":"f"}}""");
        var output = new ReusedBuffer();
        var writer = MessagesDialect.Instance.Stream(Answers.Context, output);
        writer.Take(Answers.Begin);
        writer.Take(Answers.Of(AnswerPieceKind.ToolCall, id: "a", name: "f"));
        Allocated.By(Round).ShouldBe(0);

        void Round()
        {
            output.Reset();
            _reader.Read(default, text, writer);
            _reader.Read(default, arguments, writer);
        }
    }
}
