using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Answers.Checks;

namespace Weir.Dialects.Tests.Answers.Checks;

public sealed class AnswerEndTests
{
    private const AnswerCheck All = AnswerCheck.Empty | AnswerCheck.Truncated | AnswerCheck.Model;
    private const string Plain = """{"messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("stop")]
    [InlineData("end_turn")]
    [InlineData("STOP")]
    [InlineData("completed")]
    public void An_answer_that_says_nothing_and_had_all_to_say_is_empty(string finishReason) => Judge(finishReason, 0).ShouldBe(AnswerCheck.Empty);

    [Theory]
    [InlineData("length")]
    [InlineData("MAX_TOKENS")]
    [InlineData("content_filter")]
    [InlineData("refusal")]
    [InlineData("SAFETY")]
    [InlineData("pause_turn")]
    [InlineData("incomplete")]
    [InlineData("queued")]
    [InlineData("in_progress")]
    public void An_end_that_explains_it_is_not_held_against_it(string finishReason) => Judge(finishReason, 0).ShouldBeNull();

    [Theory]
    [InlineData("""{"stop":["\n"],"messages":[]}""")]
    [InlineData("""{"stop_sequences":["x"],"messages":[]}""")]
    [InlineData("""{"generationConfig":{"stopSequences":["x"]}}""")]
    [InlineData("""{"messages":[{"role":"tool","content":"done"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"tool_result"}]}]}""")]
    [InlineData("""{"input":[{"type":"function_call_output","output":"done"}]}""")]
    [InlineData("""{"contents":[{"parts":[{"functionResponse":{}}]}]}""")]
    public void Nor_is_a_request_that_may_have_nothing_to_be_answered(string request) => Judge("stop", 0, request: request).ShouldBeNull();

    [Fact]
    public void What_is_no_text_is_something_too() => Judge("STOP", 0, hasMore: true).ShouldBeNull();

    [Fact]
    public void A_plain_answer_without_content_and_without_an_end_is_empty() => Judge(null, 0, answer: """{"error":{"message":"m"}}""").ShouldBe(AnswerCheck.Empty);

    [Fact]
    public void A_prompt_that_Gemini_blocks_has_its_answer() => Judge(null, 0, answer: """{"promptFeedback":{"blockReason":"SAFETY"}}""").ShouldBeNull();

    [Fact]
    public void A_plain_answer_that_does_not_say_why_it_ended_need_not_have() => Judge(null, 7, answer: "{}").ShouldBe(AnswerCheck.Truncated);

    [Fact]
    public void A_stream_s_end_is_judged_by_those_who_relay_it() => Judge(null, 7).ShouldBeNull();

    [Theory]
    [InlineData("gpt-4o", "gpt-4o-2024-08-06", true)]
    [InlineData("gpt-4o", "gpt-4o", true)]
    [InlineData("openai/gpt-4o", "gpt-4o-2024-11-20", true)]
    [InlineData("gpt-4", "gpt-4-0613", true)]
    [InlineData("gpt-4o-2024-05-13", "gpt-4o-2024-08-06", true)]
    [InlineData("chatgpt-4o-latest", "chatgpt-4o", true)]
    [InlineData("us.anthropic.claude-sonnet-4-20250514-v1:0", "claude-sonnet-4-20250514", true)]
    [InlineData("claude-3.5-sonnet", "claude-3-5-sonnet-20241022", true)]
    [InlineData("claude-3-5-sonnet@20240620", "claude-3-5-sonnet-20240620", true)]
    [InlineData("models/gemini-2.5-flash", "gemini-2.5-flash-preview-05-20", true)]
    [InlineData("llama3", "llama3:8b-instruct", true)]
    [InlineData("accounts/fireworks/models/llama-v3p1-8b", "llama-v3p1-8b", true)]
    [InlineData("gpt-4o", "gpt-3.5-turbo-0125", false)]
    [InlineData("claude-sonnet-4-20250514", "claude-haiku-4-20250514", false)]
    [InlineData("gpt-4.1", "gpt-4o-2024-08-06", false)]
    [InlineData("gpt-4o*", "gpt-4o-2024-08-06", true)]
    [InlineData("gpt-4o*", "gpt-4.1", false)]
    public void Another_snapshot_is_the_same_model_and_another_family_is_not(string asked, string answered, bool isSame) =>
        Judge("stop", 7, asked: asked, model: answered).ShouldBe(isSame ? null : AnswerCheck.Model);

    [Fact]
    public void What_is_not_looked_for_is_not_found() =>
        AnswerEnd.Judge(AnswerCheck.None, new AnswerFacts("other", null, null, true, 0), "asked", Encoding.UTF8.GetBytes(Plain), "{}"u8).ShouldBeNull();

    private static AnswerCheck? Judge(string? finishReason, long bytes, string request = Plain, string answer = "", bool hasMore = false, string asked = "m", string? model = null) =>
        AnswerEnd.Judge(All, new AnswerFacts(model, finishReason, null, true, bytes) { HasMore = hasMore }, asked, Encoding.UTF8.GetBytes(request), Encoding.UTF8.GetBytes(answer))?.Check;
}
