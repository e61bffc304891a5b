using System.Text;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI.Responses;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class ResponseBodyTests
{
    [Fact]
    public void A_whole_response_is_read_in_order()
    {
        var log = new PieceLog();
        ResponsesDialect.Instance.TryRead(
            """
            {"id":"resp_1","object":"response","model":"gpt","status":"completed","output":[
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"x"},{"type":"summary_text","text":"y"}],"encrypted_content":"E"},
              {"type":"web_search_call","id":"ws_1"},
              {"type":"message","content":[{"type":"output_text","text":"a"},{"type":"refusal","refusal":"b"}]},
              {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
              {"type":"function_call","call_id":"d","name":"g","arguments":""}],
             "usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}
            """u8.ToArray(), log).ShouldBeTrue();
        log.Lines.ShouldBe([
            "Begin gpt resp_1", "Reasoning x", @"Reasoning \n\n", "Reasoning y", "Signature rs_1 E", "Work web_search_call", "Text a", "Refusal b",
            "ToolCall 0 c f", "Arguments 0 {}", "EndToolCall 0", "ToolCall 1 d g", "EndToolCall 1", "Stop ToolCalls completed", "Usage 1/0/0 2/0", "End",
        ]);
    }

    [Theory]
    [InlineData("""{"status":"failed","output":[],"error":{"code":"server_error","message":"m"}}""")]
    [InlineData("""{"status":"queued","output":[]}""")]
    [InlineData("""{"status":"completed"}""")]
    [InlineData("""{"error":{"message":"m"}}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("")]
    public void What_is_no_answer_is_refused(string body)
    {
        var log = new PieceLog();
        ResponsesDialect.Instance.TryRead(Encoding.UTF8.GetBytes(body), log).ShouldBeFalse();
        log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"m","type":"invalid_request_error","param":"input","code":"bad"}}""", ErrorKind.InvalidRequest, "m", "bad", "input")]
    [InlineData(429, """{"error":{"message":"m","type":"rate_limit_error"}}""", ErrorKind.RateLimit, "m", "rate_limit_error", null)]
    [InlineData(500, """{"error":"m"}""", ErrorKind.Internal, "m", null, null)]
    [InlineData(200, """{"status":"failed","error":{"code":"rate_limit_exceeded","message":"m"}}""", ErrorKind.RateLimit, "m", "rate_limit_exceeded", null)]
    [InlineData(200, """{"status":"failed","error":{"code":"server_error","message":"m"}}""", ErrorKind.Internal, "m", "server_error", null)]
    public void Errors_are_read(int status, string body, ErrorKind kind, string message, string? code, string? param)
    {
        ResponsesDialect.Instance.TryRead(status, Encoding.UTF8.GetBytes(body), out var error).ShouldBeTrue();
        error.ShouldBe(new ProviderError(kind, message, code, param));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("""{"error":null}""")]
    [InlineData("")]
    public void What_is_no_error_is_none(string body)
    {
        ResponsesDialect.Instance.TryRead(500, Encoding.UTF8.GetBytes(body), out var error).ShouldBeFalse();
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"input_tokens":9,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":12}""", true, 9, 3, 4, 2, 1)]
    [InlineData("""{"input_tokens":9,"output_tokens":3,"input_tokens_details":null}""", true, 9, 3, 0, 0, 0)]
    [InlineData("""{"input_tokens":-1,"output_tokens":3}""", false, 0, 0, 0, 0, 0)]
    [InlineData("""{"input_tokens":1.5,"output_tokens":3}""", false, 0, 0, 0, 0, 0)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":3}""", true, 1, 3, 0, 0, 0)]
    [InlineData("null", false, 0, 0, 0, 0, 0)]
    [InlineData("{", false, 0, 0, 0, 0, 0)]
    public void Usage_is_read_or_not_believed(string json, bool isGood, long input, long output, long cached, long written, long reasoning)
    {
        Dialects.OpenAI.UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBe(isGood);
        usage.ShouldBe(new TokenUsage(input, output, cached, written, reasoning));
    }
}
