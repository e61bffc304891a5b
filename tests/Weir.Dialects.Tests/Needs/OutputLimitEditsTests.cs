using System.Text;
using System.Text.Json.Nodes;
using Weir.Dialects.Json;
using Weir.Dialects.Needs;

namespace Weir.Dialects.Tests.Needs;

public sealed class OutputLimitEditsTests
{
    private const string Chat = "max_completion_tokens";

    /// <summary>Every byte but the limit's stays as it was.</summary>
    [Theory]
    [InlineData(Dialect.Chat, """{ "max_tokens" : 900, "é": [1e2,null] }""", """{ "max_tokens" : 500, "é": [1e2,null] }""")]
    [InlineData(Dialect.Chat, """{"max_completion_tokens":501}""", """{"max_completion_tokens":500}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":700,"x":{"max_tokens":9999},"max_completion_tokens":800}""", """{"max_tokens":500,"x":{"max_tokens":9999},"max_completion_tokens":500}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":700,"max_tokens":1}""", """{"max_tokens":500,"max_tokens":1}""")]
    [InlineData(Dialect.Chat, """{"ma\u0078_tokens":1e9}""", """{"ma\u0078_tokens":500}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":null,"n":2}""", """{"max_tokens":500,"n":2}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":"900"}""", """{"max_tokens":500}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":[900,{}]}""", """{"max_tokens":500}""")]
    [InlineData(Dialect.Responses, """{"input":"x","max_output_tokens":900,"max_tokens":900}""", """{"input":"x","max_output_tokens":500,"max_tokens":900}""")]
    [InlineData(Dialect.Messages, """{"max_tokens":32000,"messages":[]}""", """{"max_tokens":500,"messages":[]}""")]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"temperature":0,"maxOutputTokens":900}}""", """{"generationConfig":{"temperature":0,"maxOutputTokens":500}}""")]
    [InlineData(Dialect.Gemini, """{"generation_config":{"max_output_tokens":900}}""", """{"generation_config":{"max_output_tokens":500}}""")]
    public void A_larger_limit_is_lowered(Dialect dialect, string request, string sent) => Apply(dialect, request).ShouldBe(sent);

    [Theory]
    [InlineData(Dialect.Chat, """{"max_tokens":500}""")]
    [InlineData(Dialect.Responses, """{"max_output_tokens":16}""")]
    [InlineData(Dialect.Messages, """{"max_tokens":499,"thinking":{"type":"adaptive"}}""")]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"maxOutputTokens":1}}""")]
    public void A_smaller_one_stays(Dialect dialect, string request) => Apply(dialect, request).ShouldBe(request);

    [Theory]
    [InlineData(Dialect.Chat, """{"model":"m"}""", """{"max_completion_tokens":500,"model":"m"}""")]
    [InlineData(Dialect.Chat, """ { "model":"m"}""", """ {"max_completion_tokens":500, "model":"m"}""")]
    [InlineData(Dialect.Chat, "{ }", """{"max_completion_tokens":500 }""")]
    [InlineData(Dialect.Responses, """{"model":"m"}""", """{"max_output_tokens":500,"model":"m"}""")]
    [InlineData(Dialect.Messages, """{"model":"m"}""", """{"max_tokens":500,"model":"m"}""")]
    [InlineData(Dialect.Gemini, """{"contents":[]}""", """{"generationConfig":{"maxOutputTokens":500},"contents":[]}""")]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"topK":1},"contents":[]}""", """{"generationConfig":{"maxOutputTokens":500,"topK":1},"contents":[]}""")]
    [InlineData(Dialect.Gemini, """{"generation_config":{},"contents":[]}""", """{"generation_config":{"maxOutputTokens":500},"contents":[]}""")]
    [InlineData(Dialect.Gemini, """{"generationConfig":null}""", """{"generationConfig":{"maxOutputTokens":500}}""")]
    public void Where_there_is_none_one_is_put_in(Dialect dialect, string request, string sent) => Apply(dialect, request).ShouldBe(sent);

    [Fact]
    public void What_a_chat_server_calls_it_is_said_by_its_provider() => Apply(Dialect.Chat, """{"model":"m"}""", chatMember: "max_tokens").ShouldBe("""{"max_tokens":500,"model":"m"}""");

    /// <summary>Anthropic refuses a budget of thoughts that is not below the limit, and one below 1,024.</summary>
    [Theory]
    [InlineData(500, """{"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2000}}""", """{"max_tokens":500,"thinking":{"type":"disabled"}}""")]
    [InlineData(2047, """{"thinking":{"budget_tokens":2047,"type":"enabled"},"max_tokens":9000}""", """{"thinking":{"type":"disabled"},"max_tokens":2047}""")]
    [InlineData(3000, """{"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":3000,"display":"omitted"}}""", """{"max_tokens":3000,"thinking":{"type":"enabled","budget_tokens":1500,"display":"omitted"}}""")]
    [InlineData(3000, """{"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2999}}""", """{"max_tokens":3000,"thinking":{"type":"enabled","budget_tokens":2999}}""")]
    [InlineData(500, """{"max_tokens":9000,"thinking":{"type":"adaptive"}}""", """{"max_tokens":500,"thinking":{"type":"adaptive"}}""")]
    public void Thoughts_stay_below_the_limit(long limit, string request, string sent) => Apply(Dialect.Messages, request, limit).ShouldBe(sent);

    private static string Apply(Dialect dialect, string request, long limit = 500, string chatMember = Chat)
    {
        var bytes = Encoding.UTF8.GetBytes(request);
        var edits = OutputLimitEdits.Of(dialect, bytes, limit, chatMember);
        var body = new EditedBody(bytes, [.. edits.OrderBy(edit => edit.Range.Start)]);
        var sent = new byte[body.Length];
        body.CopyTo(sent);
        JsonNode.Parse(sent).ShouldNotBeNull();
        return Encoding.UTF8.GetString(sent);
    }
}
