using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class ThinkingTests
{
    private static readonly JsonPath Path = JsonPath.Root.Member("reasoning");

    [Theory]
    [InlineData("claude-sonnet-5", "minimal", null, null, """{"type":"adaptive"}""", "low", 1000)]
    [InlineData("claude-opus-4-7", "xhigh", null, true, """{"type":"adaptive","display":"summarized"}""", "xhigh", 1000)]
    [InlineData("claude-opus-4-6", "max", null, false, """{"type":"adaptive","display":"omitted"}""", "max", 1000)]
    [InlineData("claude-opus-4-6", null, null, null, """{"type":"adaptive"}""", null, 1000)]
    [InlineData("claude-opus-4-6", null, 500, null, """{"type":"adaptive"}""", "low", 1000)]
    [InlineData("claude-opus-4-7", null, 9000, null, """{"type":"adaptive"}""", "high", 1000)]
    [InlineData("claude-opus-4-6", "max", 2000, null, """{"type":"adaptive"}""", "max", 1000)]
    [InlineData("claude-opus-4-6", "none", null, null, """{"type":"disabled"}""", null, 1000)]
    [InlineData("claude-opus-4-6", "high", 0, null, """{"type":"disabled"}""", null, 1000)]
    [InlineData("claude-3-7-sonnet-latest", "minimal", null, null, """{"type":"enabled","budget_tokens":1024}""", null, 2024)]
    [InlineData("claude-sonnet-4-5-20250929", "low", null, true, """{"type":"enabled","budget_tokens":2048}""", null, 3048)]
    [InlineData("us.anthropic.claude-sonnet-4-20250514-v1:0", "medium", null, false, """{"type":"enabled","budget_tokens":8192,"display":"omitted"}""", null, 9192)]
    [InlineData("claude-opus-4@20250514", "high", null, null, """{"type":"enabled","budget_tokens":16384}""", null, 17384)]
    [InlineData("claude-haiku-4-5", "xhigh", null, null, """{"type":"enabled","budget_tokens":32768}""", null, 33768)]
    [InlineData("anthropic/claude-opus-4.1", "max", null, null, """{"type":"enabled","budget_tokens":65536}""", null, 66536)]
    [InlineData("claude-opus-4-0", null, null, null, """{"type":"enabled","budget_tokens":8192}""", null, 9192)]
    public void Effort_and_budget_are_said_as_the_model_takes_them(string model, string? effort, int? budget, bool? shows, string thinking, string? written, int limit)
    {
        var talk = Talks.Simple();
        talk.MaxOutputTokens = 1000;
        talk.Reasoning = new Reasoning(Path) { Effort = effort, Budget = budget, Shows = shows };
        var request = Requests.Write(talk, model);
        request.GetProperty("thinking").ShouldBeJson(thinking);
        request.GetProperty("max_tokens").GetInt32().ShouldBe(limit);
        request.TryGetProperty("output_config", out var config).ShouldBe(written is not null);
        if (written is not null) config.GetProperty("effort").GetString().ShouldBe(written);
        talk.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void Clients_of_Anthropics_dialect_know_whether_their_model_takes_a_budget()
    {
        var talk = Talks.Simple(Dialect.Messages);
        talk.MaxOutputTokens = 1000;
        talk.Reasoning = new Reasoning(Path) { Effort = "high", Budget = 2000 };
        var request = Requests.Write(talk, "claude-opus-4-6");
        request.GetProperty("thinking").ShouldBeJson("""{"type":"enabled","budget_tokens":2000}""");
        request.GetProperty("output_config").ShouldBeJson("""{"effort":"high"}""");
        request.GetProperty("max_tokens").GetInt32().ShouldBe(3000);
    }

    [Fact]
    public void A_limit_above_the_budget_stays()
    {
        var talk = Talks.Simple();
        talk.Reasoning = new Reasoning(Path) { Budget = 2000 };
        Requests.Write(talk, "claude-sonnet-4-5", maxOutputTokens: 2001).GetProperty("max_tokens").GetInt32().ShouldBe(2001);
    }

    [Fact]
    public void A_model_that_does_not_think_is_not_asked_to()
    {
        var talk = Talks.Simple();
        talk.Reasoning = new Reasoning(Path) { Effort = "high" };
        Requests.Write(talk, "claude-3-5-haiku-20241022").TryGetProperty("thinking", out _).ShouldBeFalse();
        Requests.Omitted(talk).ShouldBe("reasoning");
        talk.Reasoning = new Reasoning(Path) { Effort = "none" };
        Requests.Write(talk, "claude-3-5-haiku-20241022").TryGetProperty("thinking", out _).ShouldBeFalse();
        talk.Reading.Omissions.Count.ShouldBe(1);
    }

    [Fact]
    public void Thinking_gives_way_to_a_call_that_is_forced()
    {
        var talk = Talks.Simple();
        talk.Tools.Add(Talks.Tool("f"));
        talk.ToolChoice = Talks.Choice(ToolChoiceMode.Required);
        talk.Reasoning = new Reasoning(Path) { Effort = "high" };
        var written = Requests.Write(talk);
        written.TryGetProperty("thinking", out _).ShouldBeFalse();
        written.TryGetProperty("output_config", out _).ShouldBeFalse();
        written.GetProperty("tool_choice").ShouldBeJson("""{"type":"any"}""");
        Requests.Omitted(talk).ShouldBe("reasoning");
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", null, false)]
    [InlineData("claude-sonnet-4-5", "S", true)]
    [InlineData("claude-sonnet-5", null, true)]
    public void With_a_budget_thinking_goes_on_after_a_call_only_if_the_thoughts_before_it_are_given_back(string model, string? signature, bool thinks)
    {
        var talk = Talks.Of(Talks.User(Talks.Text("q")), Talks.Assistant(Talks.Thoughts("t", signature), Talks.Call("a", "{}")), Talks.User(Talks.Result("a")));
        talk.Reasoning = new Reasoning(Path) { Effort = "high" };
        Requests.Write(talk, model).TryGetProperty("thinking", out _).ShouldBe(thinks);
        Requests.Omitted(talk).ShouldBe(thinks ? "" : "reasoning");
    }

    [Theory]
    [InlineData("temperature", "0.5", true, false)]
    [InlineData("temperature", "1", false, false)]
    [InlineData("top_k", "5", true, false)]
    [InlineData("top_p", "0.95", false, true)]
    [InlineData("top_p", "1", false, false)]
    public void Sampling_gives_way_to_thinking(string option, string value, bool omitted, bool written)
    {
        var talk = Talks.With(option, value);
        talk.Reasoning = new Reasoning(Path) { Effort = "high" };
        Requests.Write(talk).TryGetProperty(option, out _).ShouldBe(written);
        Requests.Omitted(talk).ShouldBe(omitted ? option : "");
    }

    [Fact]
    public void What_a_client_says_of_thinking_in_this_dialect_is_written_as_it_was_said()
    {
        foreach (var members in new[]
                 {
                     """ "thinking":{"type":"adaptive","display":"omitted"},"output_config":{"effort":"medium"} """, """ "thinking":{"type":"enabled","budget_tokens":1500} """, """ "thinking":{"type":"disabled"} """,
                 })
        {
            var read = Requests.ReadGood($"{members}, \"max_tokens\":2000");
            var written = Requests.Write(read);
            foreach (var member in Requests.Json($"{{{members}}}").EnumerateObject()) written.GetProperty(member.Name).ShouldBeJson(member.Value.GetRawText());
        }
    }
}
