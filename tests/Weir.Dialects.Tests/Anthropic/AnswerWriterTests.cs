using System.Buffers;
using System.Text;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class AnswerWriterTests
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly AnswerWriter _writer;
    private readonly CollectedAnswer _collected = new();

    public AnswerWriterTests() => _writer = MessagesDialect.Instance.Stream(Answers.Context, _output);

    private string Stream => Encoding.UTF8.GetString(_output.WrittenSpan);

    [Fact]
    public void A_text_is_written_event_by_event()
    {
        Take(Answers.Begin);
        Take(Answers.Of(AnswerPieceKind.Text, "He\\\"llo"));
        Take(Answers.Stop(StopReason.StopSequence, "E\\n"));
        Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(115, 12, 100, 5, 3), IsFinal = true });
        Take(Answers.End);
        Stream.ShouldBe("""
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_c1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"He\"llo"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"E\n"},"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"output_tokens":12,"output_tokens_details":{"thinking_tokens":3}}}

            event: message_stop
            data: {"type":"message_stop"}


            """);
        Answers.Whole(_collected).ShouldBeJson("""
            {"id":"msg_c1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"He\"llo"}],"stop_reason":"stop_sequence","stop_sequence":"E\n",
             "usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"output_tokens":12,"output_tokens_details":{"thinking_tokens":3}}}
            """);
    }

    [Fact]
    public void Blocks_follow_each_other_and_what_comes_beside_an_open_call_waits_for_its_end()
    {
        Take(Answers.Begin);
        Take(Answers.Of(AnswerPieceKind.Reasoning, "hm"));
        Take(Answers.Of(AnswerPieceKind.Signature, "S"));
        Take(Answers.Of(AnswerPieceKind.Reasoning, "unproven"));
        Take(Answers.Of(AnswerPieceKind.Signature, "", id: "rs_1"));
        Take(Answers.Of(AnswerPieceKind.RedactedReasoning, "D"));
        Take(Answers.Of(AnswerPieceKind.Text, "a"));
        Take(Answers.Of(AnswerPieceKind.Refusal, "b"));
        Take(Answers.Of(AnswerPieceKind.ToolCall, "G", 0, "t0", "f"));
        Take(Answers.Of(AnswerPieceKind.ToolCall, "", 1, "", "g"));
        Take(Answers.Of(AnswerPieceKind.Arguments, "{\\\"x\\\":", 1));
        Take(Answers.Of(AnswerPieceKind.Arguments, "{}", 0));
        Take(Answers.Of(AnswerPieceKind.Text, "c"));
        Take(Answers.Of(AnswerPieceKind.EndToolCall, call: 0));
        Take(Answers.Of(AnswerPieceKind.Arguments, "1}", 1));
        Take(Answers.Of(AnswerPieceKind.EndToolCall, call: 1));
        Take(Answers.Of(AnswerPieceKind.Signature, "T"));
        Take(Answers.Of(AnswerPieceKind.Text, "d"));
        Take(Answers.Of(AnswerPieceKind.Text, "other", choice: 1));
        Take(Answers.Stop(StopReason.ToolCalls));
        Take(Answers.End);
        Short(Stream).ShouldBe("""
            start 0 {"type":"thinking","thinking":"","signature":""}
            delta 0 {"type":"thinking_delta","thinking":"hm"}
            delta 0 {"type":"signature_delta","signature":"S"}
            stop 0
            start 1 {"type":"thinking","thinking":"","signature":""}
            delta 1 {"type":"thinking_delta","thinking":"unproven"}
            stop 1
            start 2 {"type":"redacted_thinking","data":"D"}
            stop 2
            start 3 {"type":"text","text":""}
            delta 3 {"type":"text_delta","text":"a"}
            stop 3
            start 4 {"type":"text","text":""}
            delta 4 {"type":"text_delta","text":"b"}
            stop 4
            start 5 {"type":"tool_use","id":"t0","name":"f","input":{},"caller":{"type":"direct"},"signature":"G"}
            delta 5 {"type":"input_json_delta","partial_json":"{}"}
            stop 5
            start 6 {"type":"tool_use","id":"toolu_c1_1","name":"g","input":{},"caller":{"type":"direct"}}
            delta 6 {"type":"input_json_delta","partial_json":"{\"x\":"}
            delta 6 {"type":"input_json_delta","partial_json":"1}"}
            stop 6
            start 7 {"type":"text","text":""}
            delta 7 {"type":"text_delta","text":"c"}
            stop 7
            start 8 {"type":"thinking","thinking":"","signature":""}
            delta 8 {"type":"signature_delta","signature":"T"}
            stop 8
            start 9 {"type":"text","text":""}
            delta 9 {"type":"text_delta","text":"d"}
            stop 9
            """);
        Answers.Whole(_collected).GetProperty("content").ShouldBeJson("""
            [{"type":"thinking","thinking":"hm","signature":"S"},{"type":"thinking","thinking":"unproven","signature":""},{"type":"redacted_thinking","data":"D"},{"type":"text","text":"a"},{"type":"text","text":"b"},
             {"type":"tool_use","id":"t0","name":"f","input":{},"caller":{"type":"direct"},"signature":"G"},{"type":"tool_use","id":"toolu_c1_1","name":"g","input":{"x":1},"caller":{"type":"direct"}},{"type":"text","text":"c"},{"type":"thinking","thinking":"","signature":"T"},{"type":"text","text":"d"}]
            """);
    }

    [Fact]
    public void A_signature_of_hidden_thoughts_is_not_the_last_block()
    {
        Take(Answers.Of(AnswerPieceKind.Text, "a"));
        Take(Answers.Of(AnswerPieceKind.Signature, "S"));
        Take(Answers.Stop(StopReason.EndTurn));
        Take(Answers.End);
        Short(Stream).ShouldBe("""
            start 0 {"type":"text","text":""}
            delta 0 {"type":"text_delta","text":"a"}
            stop 0
            """);
        Answers.Whole(_collected).GetProperty("content").ShouldBeJson("""[{"type":"text","text":"a"}]""");
    }

    [Fact]
    public void A_signature_of_hidden_thoughts_is_kept_where_it_is_all_there_is()
    {
        Take(Answers.Of(AnswerPieceKind.Signature, "S"));
        Take(Answers.Stop(StopReason.EndTurn));
        Take(Answers.End);
        Short(Stream).ShouldBe("""
            start 0 {"type":"thinking","thinking":"","signature":""}
            delta 0 {"type":"signature_delta","signature":"S"}
            stop 0
            """);
        Answers.Whole(_collected).GetProperty("content").ShouldBeJson("""[{"type":"thinking","thinking":"","signature":"S"}]""");
    }

    [Fact]
    public void What_is_still_open_at_the_end_is_closed_before_the_last_events()
    {
        Take(Answers.Of(AnswerPieceKind.ToolCall, id: "t", name: "f"));
        Take(Answers.Of(AnswerPieceKind.Text, "a"));
        Take(Answers.Stop(StopReason.MaxTokens));
        Take(Answers.End);
        Answers.Events(_output.WrittenSpan).Select(read => read.GetProperty("type").GetString()).ShouldBe(
            ["message_start", "content_block_start", "content_block_stop", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"]);
    }

    [Fact]
    public void An_answer_without_content_has_none()
    {
        Take(Answers.Stop(StopReason.EndTurn));
        Take(Answers.End);
        Answers.Events(_output.WrittenSpan).Select(read => read.GetProperty("type").GetString()).ShouldBe(["message_start", "message_delta", "message_stop"]);
        var whole = Answers.Whole(_collected);
        whole.GetProperty("content").GetArrayLength().ShouldBe(0);
        whole.GetProperty("model").GetString().ShouldBe("asked");
        whole.GetProperty("usage").ShouldBeJson("""{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}""");
        Answers.Whole(new CollectedAnswer()).GetProperty("stop_reason").GetString().ShouldBe("end_turn");
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("{\\\"a\\\":[1]}", "{\"a\":[1]}")]
    [InlineData("{\\\"a\\\":", "{\"INVALID_JSON\":\"{\\\"a\\\":\"}")]
    [InlineData("[1]", "{\"INVALID_JSON\":\"[1]\"}")]
    public void Arguments_become_an_object_and_are_never_lost(string arguments, string input)
    {
        _collected.Take(Answers.Of(AnswerPieceKind.ToolCall, id: "t", name: "f"));
        _collected.Take(Answers.Of(AnswerPieceKind.Arguments, arguments));
        Answers.Whole(_collected).GetProperty("content")[0].GetProperty("input").ShouldBeJson(input);
    }

    [Fact]
    public void The_input_is_never_negative()
    {
        Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(5, 1, 4, 4) });
        Take(Answers.End);
        Answers.Events(_output.WrittenSpan)[^2].GetProperty("usage").GetProperty("input_tokens").GetInt32().ShouldBe(0);
        Answers.Whole(_collected).GetProperty("usage").GetProperty("input_tokens").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void What_is_written_is_read_as_what_it_was()
    {
        foreach (var sink in new IAnswerSink[] { _writer, _collected })
        {
            sink.Take(Answers.Begin);
            sink.Take(Answers.Of(AnswerPieceKind.Reasoning, "hm"));
            sink.Take(Answers.Of(AnswerPieceKind.Signature, "S"));
            sink.Take(Answers.Of(AnswerPieceKind.Text, "a\\u00e9"));
            sink.Take(Answers.Of(AnswerPieceKind.ToolCall, "", 0, "t0", "f"));
            sink.Take(Answers.Of(AnswerPieceKind.Arguments, "{\\\"x\\\":\\\"\\\\n\\\"}", 0));
            sink.Take(Answers.Of(AnswerPieceKind.EndToolCall, call: 0));
            sink.Take(Answers.Stop(StopReason.ToolCalls));
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(115, 12, 100, 5, 3), IsFinal = true });
            sink.Take(Answers.End);
        }
        const string Pieces = """
            reasoning hm
            signature S
            text a\u00e9
            call 0 t0 f
            arguments 0 {\"x\":\"\\n\"}
            end 0
            stop ToolCalls tool_use
            usage 115 12 100 5 3 final
            """;
        Answers.Read(MessagesDialect.Instance.Stream(1), [.. Answers.Events(_output.WrittenSpan).Select(read => read.GetRawText())]).ShouldBe($"begin m msg_c1\nusage 0 0 0 0 0\n{Pieces}");
        var log = new PieceLog();
        MessagesDialect.Instance.TryRead(Encoding.UTF8.GetBytes(Answers.Whole(_collected).GetRawText()), log).ShouldBeTrue();
        log.Text.ShouldBe($"begin m msg_c1\n{Pieces}\nwhole");
    }

    private void Take(in AnswerPiece piece)
    {
        _writer.Take(piece);
        _collected.Take(piece);
    }

    /// <summary>The events of blocks alone, one line each.</summary>
    private string Short(string stream)
    {
        stream.ShouldEndWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        return string.Join('\n', Answers.Events(_output.WrittenSpan).Where(read => read.TryGetProperty("index", out _)).Select(read =>
        {
            var kind = read.GetProperty("type").GetString()!["content_block_".Length..];
            var body = read.TryGetProperty("delta", out var delta) ? delta : read.TryGetProperty("content_block", out var block) ? block : default;
            return $"{kind} {read.GetProperty("index")} {(body.ValueKind == System.Text.Json.JsonValueKind.Object ? body.GetRawText() : "")}".TrimEnd();
        }));
    }
}
