using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Pricing;
using Weir.Gateway.Tests.Configuration;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

public sealed class RequestBoundsTests
{
    private const string Deployments =
        """
        providers:
          openai: { dialect: openai, base_url: "http://a/v1" }
          anthropic: { dialect: anthropic, base_url: "http://b" }
          gemini: { dialect: gemini, base_url: "http://c" }
        deployments:
          gpt: { provider: openai, model: gpt-5.4, context_window: 200000 }
          unknown: { provider: openai, model: other, price: { input: 1, output: 1 } }
          claude: { provider: anthropic, model: claude-sonnet-4-5, context_window: 200000, max_output_tokens: 5000 }
          flash: { provider: gemini, model: gemini-2.5-flash, context_window: 1000000 }
        models:
          m: { route: [gpt] }
        """;

    private static readonly GatewayModel Model = Given.Model(Deployments);

    /// <summary>Characters as themselves, the way clients send them.</summary>
    private static readonly JsonSerializerOptions AsTyped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Texts with the tokens that OpenAI's own tokenizers count, the more of o200k_base and cl100k_base, with the six that a message of a chat adds.
    /// Where each token is a byte and less, nothing but the bytes could bound them.
    /// </summary>
    [Theory]
    [InlineData("The committee met on Tuesday to review the annual budget. After a long discussion, its members agreed that maintenance of the old bridge could not be put off for another year, and asked the engineers for three estimates.", 48)]
    [InlineData("委员会星期二开会审议年度预算。经过长时间讨论，委员们一致认为旧桥的维修不能再推迟一年，并要求工程师提出三份估算。", 69)]
    [InlineData("समिति ने मंगलवार को वार्षिक बजट की समीक्षा के लिए बैठक की। लंबी चर्चा के बाद सदस्य सहमत हुए कि पुराने पुल की मरम्मत एक और वर्ष के लिए टाली नहीं जा सकती।", 152)]
    [InlineData("public static long Sum(ReadOnlySpan<int> xs)\n{\n    long sum = 0;\n    foreach (var x in xs) sum += x;\n    return sum;\n}\n", 42)]
    [InlineData("﷽﷽ꙮꙮ𒈙𒈙𒈙𒐫𒐫𓂀𓂀", 46)]
    [InlineData("hi", 7)]
    public void Text_has_no_more_tokens_than_bytes(string text, int tokens)
    {
        var body = JsonSerializer.Serialize(
            new { model = "m", messages = new[] { new { role = "user", content = text } } }, AsTyped);
        Of(CallEndpoint.ChatCompletions, body, "claude").InputTokens.ShouldBeInRange(tokens, Encoding.UTF8.GetByteCount(body));
    }

    [Theory]
    [InlineData("""{"input":"x","previous_response_id":"resp_1"}""", "gpt", 200_000)]
    [InlineData("""{"input":"x","previous_response_id":"resp_1"}""", "unknown", 2_000_000)]
    [InlineData("""{"input":"x","tools":[{"type":"web_search"}]}""", "gpt", 200_000)]
    public void What_is_open_is_as_long_as_the_model_can_read(string body, string deployment, long tokens) =>
        Of(CallEndpoint.Responses, body, deployment).InputTokens.ShouldBe(tokens);

    [Fact]
    public void Nothing_is_longer_than_the_model_can_read() =>
        Of(CallEndpoint.ChatCompletions, $$"""{"messages":[{"role":"user","content":"{{new string('x', 300_000)}}"}]}""", "gpt").InputTokens.ShouldBe(200_000);

    /// <summary>However many bytes it has, which are no text: beside the same request with a text of as many letters as there are around the picture.</summary>
    [Theory]
    [InlineData("gpt", 48_169)]
    [InlineData("claude", 4_784)]
    public void A_picture_has_the_tokens_of_the_largest_one(string deployment, int tokens)
    {
        const string Text = """{"messages":[{"content":[{"type":"image_url","image_text":""}]}]}""";
        var picture = $$"""{"messages":[{"content":[{"type":"image_url","image_url" :"data:image/png;base64,{{new string('A', 100_000)}}"}]}]}""";
        var bounds = Of(CallEndpoint.ChatCompletions, picture, deployment);
        (bounds.InputTokens - Of(CallEndpoint.ChatCompletions, Text, deployment).InputTokens).ShouldBe(tokens);
        bounds.HasMedia.ShouldBeTrue();
    }

    [Fact]
    public void A_limit_is_for_each_answer()
    {
        var bounds = Of(CallEndpoint.ChatCompletions, """{"messages":[],"max_tokens":100,"n":3}""", "gpt");
        (bounds.OutputTokens, bounds.MostOutput, bounds.LowestOutput, bounds.Choices).ShouldBe((300, 300, 48, 3));
    }

    [Fact]
    public void Without_a_limit_the_model_is_the_limit()
    {
        var bounds = Of(CallEndpoint.ChatCompletions, """{"messages":[],"n":2}""", "gpt");
        (bounds.OutputTokens, bounds.MostOutput, bounds.LowestOutput).ShouldBe((null, 400_000, 32));
    }

    /// <summary>Anthropic is always told a limit, and thoughts get room beside a small one.</summary>
    [Theory]
    [InlineData("""{"messages":[]}""", 5000)]
    [InlineData("""{"messages":[],"max_tokens":100}""", 100)]
    [InlineData("""{"messages":[],"max_tokens":100,"reasoning_effort":"low"}""", 2148)]
    [InlineData("""{"messages":[],"max_tokens":9000,"reasoning_effort":"low"}""", 9000)]
    public void A_translated_request_has_the_limit_that_it_is_sent_with(string body, long output) =>
        Of(CallEndpoint.ChatCompletions, body, "claude").OutputTokens.ShouldBe(output);

    [Fact]
    public void Only_what_can_be_limited_is_lowered()
    {
        Of(CallEndpoint.Speech, """{"model":"m","input":"x"}""", "gpt").ShouldSatisfyAllConditions(
            bounds => bounds.MostOutput.ShouldBe(200_000), bounds => bounds.LowestOutput.ShouldBe(200_000));
        Of(CallEndpoint.Completions, """{"prompt":["a","b"],"max_tokens":10}""", "gpt").OutputTokens.ShouldBe(2 * 16);
        Of(CallEndpoint.ImageGenerations, """{"prompt":"a","n":2}""", "gpt").ShouldSatisfyAllConditions(
            bounds => bounds.Images.ShouldBe(2), bounds => bounds.MostOutput.ShouldBe(2 * 8192), bounds => bounds.LowestOutput.ShouldBe(2 * 8192));
    }

    [Fact]
    public void An_embedding_has_no_output()
    {
        var bounds = Of(CallEndpoint.Embeddings, """{"input":["a","b"]}""", "gpt");
        (bounds.MostOutput, bounds.LowestOutput).ShouldBe((0, 0));
        bounds.InputTokens.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Counting_costs_nothing() => Of(CallEndpoint.CountTokens, """{"messages":[]}""", "claude").InputTokens.ShouldBe(0);

    [Fact]
    public void A_form_is_open_and_a_recording_in_it_as_long_as_its_bytes()
    {
        var form = "--b\r\n" + new string('x', 7_495);
        var bounds = Of(CallEndpoint.Transcriptions, form, "gpt");
        (bounds.InputTokens, bounds.AudioMicros, bounds.Images).ShouldBe((200_000, 10_000_000, 0));
        Of(CallEndpoint.ImageEdits, form, "gpt").Images.ShouldBe(10);
    }

    [Theory]
    [InlineData("gpt", """{"messages":[]}""", true)]
    [InlineData("claude", """{"messages":[]}""", false)]
    [InlineData("claude", """{"messages":[{"content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]}]}""", true)]
    public void Who_writes_to_a_cache(string deployment, string body, bool writes) => Of(CallEndpoint.ChatCompletions, body, deployment).WritesCache.ShouldBe(writes);

    /// <summary>
    /// What is reserved for plain texts, beside what they then cost: here for an English text of some 1,600 tokens, counted by OpenAI's o200k_base, and an
    /// answer that uses half of its limit.
    /// </summary>
    [Theory]
    [InlineData("openai/gpt-5.4", "gpt")]
    [InlineData("anthropic/claude-sonnet-4-5", "claude")]
    [InlineData("google/gemini-2.5-flash", "flash")]
    public void Plain_text_reserves_no_more_than_four_times_its_cost(string name, string deployment)
    {
        const string Sentences =
            "The committee met on Tuesday to review the annual budget. After a long discussion, its members agreed that maintenance of the old bridge could not be put off for another year, and asked the engineers for three estimates. ";
        const int Times = 40, TokensOfSentences = 42;
        var price = PriceBook.Default.Find(name).ShouldNotBeNull();
        var bounds = Of(CallEndpoint.ChatCompletions, $$"""{"model":"m","max_tokens":1000,"messages":[{"role":"user","content":"{{string.Concat(Enumerable.Repeat(Sentences, Times))}}"}]}""", deployment);
        var cost = price.CostOf(new TokenUsage(Times * TokensOfSentences, 500)).Amount.ShouldNotBeNull();
        var worst = WorstCase.CostOf(price, bounds, bounds.MostOutput, TimeSpan.FromMinutes(1));
        (worst / cost).ShouldBeInRange(1, 4);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":9}""");
        var deployment = Model.Deployments["gpt"];
        RequestBounds.Of(CallEndpoint.ChatCompletions, body, deployment).OutputTokens.ShouldBe(16);

        Allocated.By(() => RequestBounds.Of(CallEndpoint.ChatCompletions, body, deployment)).ShouldBe(0);
    }

    private static RequestBounds Of(CallEndpoint endpoint, string body, string deployment) => RequestBounds.Of(endpoint, Encoding.UTF8.GetBytes(body), Model.Deployments[deployment]);
}
