using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.OpenAI.Chat;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class CompletionTests
{
    private const string Whole = """
        {"id":"chatcmpl-abc","object":"chat.completion","created":1700000000,"model":"m","choices":[
          {"index":0,"message":{"role":"assistant","content":"a\n\"b","refusal":null,"reasoning_content":"t","reasoning_details":[{"type":"reasoning.text","text":"t","signature":"s","index":0},{"type":"reasoning.encrypted","data":"d","index":1}],
            "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"x\":1}"},"extra_content":{"google":{"thought_signature":"g"}}},{"id":"e","type":"function","function":{"name":"g","arguments":"{}"}}],"annotations":[]},"logprobs":null,"finish_reason":"tool_calls"},
          {"index":1,"message":{"role":"assistant","content":null,"refusal":"no","annotations":[]},"logprobs":null,"finish_reason":"stop"},
          {"index":2,"message":{"role":"assistant","content":"","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"length"}],
         "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":3,"audio_tokens":2},"completion_tokens_details":{"reasoning_tokens":1,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}
        """;

    [Fact]
    public void A_completion_comes_out_as_it_went_in()
    {
        var collected = new CollectedAnswer();
        ChatDialect.Instance.TryRead(Encoding.UTF8.GetBytes(Whole), collected).ShouldBeTrue();
        var written = Written.Completion(Written.Context(), collected);
        JsonElement.DeepEquals(written, Written.Json(Whole)).ShouldBeTrue(written.GetRawText());
    }

    [Fact]
    public void A_completion_is_read_in_the_order_of_its_content()
    {
        var pieces = new RecordedPieces();
        ChatDialect.Instance.TryRead(Encoding.UTF8.GetBytes(Whole), pieces).ShouldBeTrue();
        pieces.All.ShouldBe("""
            begin chatcmpl-abc m | thought t | signed s | secret d | text a\n\"b | call 0 c f (g) | args 0 {\"x\":1} | called 0 | call 1 e g | args 1 {} | called 1 | stop ToolCalls | #1 refusal no | #1 stop EndTurn | #2 stop MaxTokens | usage 10+5 | end
            """);
    }

    [Fact]
    public void What_a_client_puts_together_from_a_stream_equals_the_whole_answer()
    {
        string[] upstream =
        [
            """{"model":"m","choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"z"}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"d","function":{"name":"g","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}}],"reasoning_content":"t"}}]}""",
            """{"choices":[{"index":1,"delta":{"content":"y"},"finish_reason":"length"},{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        ];
        var whole = Written.Completion(Written.Context(), upstream);
        var again = Written.Completion(Written.Context(), [.. Written.Chunks(Written.Context(), upstream)]);
        JsonElement.DeepEquals(whole, again).ShouldBeTrue($"{whole.GetRawText()}\n{again.GetRawText()}");
        whole.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[1].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("{}");
        whole.TryGetProperty("usage", out _).ShouldBeFalse();
    }

    [Fact]
    public void Thoughts_survive_a_client_that_gives_them_back()
    {
        var completion = Written.Completion(Written.Context(), """{"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","text":"a\u00e9","signature":"s"},{"type":"reasoning.encrypted","data":"d"}],"content":"A"},"finish_reason":"stop"}]}""");
        var asked = Asked.Messages($$"""{"role":"user","content":"U"},{{completion.GetProperty("choices")[0].GetProperty("message").GetRawText()}}""");
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        var thoughts = asked.Conversation.Turns[1].Parts.OfType<Weir.Dialects.Conversations.ReasoningPart>().ToList();
        thoughts.Select(thought => (thought.Text?.GetString(), thought.Signature?.GetString(), thought.IsRedacted)).ShouldBe([("aé", "s", false), (null, "d", true)]);
    }

    [Fact]
    public void A_client_that_knows_functions_only_gets_a_function_call()
    {
        var completion = Written.Completion(
            Written.Context("\"functions\":[{\"name\":\"f\"}]"),
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");
        var choice = completion.GetProperty("choices")[0];
        choice.GetProperty("finish_reason").GetString().ShouldBe("function_call");
        choice.GetProperty("message").GetProperty("function_call").GetRawText().ShouldBe("""{"name":"f","arguments":"{}"}""");
        choice.GetProperty("message").TryGetProperty("tool_calls", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_server_that_forgets_the_reason_is_understood()
    {
        var pieces = new RecordedPieces();
        ChatDialect.Instance.TryRead("""{"choices":[{"message":{"content":"a","tool_calls":[{"function":{"name":"f","arguments":{"x":1}}},{"function":{"name":"f","arguments":{}}}]}}]}"""u8.ToArray(), pieces).ShouldBeTrue();
        pieces.All.ShouldBe("""begin   | text a | call 0 call_0_0 f | args 0 {\"x\":1} | called 0 | call 1 call_0_1 f | args 1 {} | called 1 | stop ToolCalls | end""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[DONE]")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":{}}""")]
    [InlineData("""{"choices":[7]}""")]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"}}]} x""")]
    public void What_is_no_completion_is_not_read(string body)
    {
        var pieces = new RecordedPieces();
        ChatDialect.Instance.TryRead(Encoding.UTF8.GetBytes(body), pieces).ShouldBeFalse();
        pieces.All.ShouldNotContain("text");
    }
}
