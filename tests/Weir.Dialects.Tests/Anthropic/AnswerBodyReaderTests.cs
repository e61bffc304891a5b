using System.Text;
using Weir.Dialects.Anthropic;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class AnswerBodyReaderTests
{
    [Fact]
    public void A_whole_answer_is_read_in_its_order()
    {
        Read("""
            {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"redacted_thinking","data":"D"},{"type":"text","text":"a\n"},
             {"type":"server_tool_use","id":"s","name":"w","input":{}},{"type":"tool_use","id":"t0","name":"f","input":{ "x": "\n" }},{"type":"tool_use","id":"t1","name":"g"}],
             "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"cache_read_input_tokens":2,"cache_creation_input_tokens":3,"output_tokens":4,"output_tokens_details":{"thinking_tokens":1}}}
            """).ShouldBe("""
            begin claude msg_1
            reasoning hm
            signature S
            redactedreasoning D
            text a\n
            work server_tool_use
            call 0 t0 f
            arguments 0 { \"x\": \"\\n\" }
            end 0
            call 1 t1 g
            arguments 1 {}
            end 1
            stop ToolCalls end_turn
            usage 6 4 2 3 1 final
            whole
            """);
    }

    [Fact]
    public void An_answer_without_content_is_one() => Read("""{"content":[],"stop_reason":"stop_sequence","stop_sequence":"X"}""").ShouldBe("begin  \nstop StopSequence stop_sequence X\nwhole");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"content":"text"}""")]
    [InlineData("""{"content":[7]}""")]
    [InlineData("""{"content":[{"text":"no type"}]}""")]
    [InlineData("""{"content":[{"type":"tool_use","name":"f"}]}""")]
    [InlineData("""{"content":[{"type":"text","text":"a","\ud800":1}]}""")]
    [InlineData("""{"content":[],"\udc00":1}""")]
    [InlineData("""{"content":[]} x""")]
    [InlineData("""{"content":[""")]
    [InlineData("""{"type":"error","error":{"type":"api_error","message":"m"}}""")]
    public void What_is_no_answer_is_not_read_in_part(string body) => Read(body).ShouldBeEmpty();

    private static string Read(string body)
    {
        var log = new PieceLog();
        MessagesDialect.Instance.TryRead(Encoding.UTF8.GetBytes(body), log).ShouldBe(log.Text.Length > 0);
        return log.Text;
    }
}
