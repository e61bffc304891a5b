using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What Gemini's clients say in the body although the address has said it: the model. And what only the body says: how many candidates.</summary>
public sealed class GeminiBodyTests
{
    private const string Vectors = """{"embeddings":[{"values":[0.5]},{"values":[0.25]}]}""";

    [Theory]
    [InlineData("batchEmbedContents", """{"requests":[ {"model":"models/asked-model","content":{"parts":[{"text":"a \u00e9"}]}} , {"content":{"parts":[{"text":"b"}]},"model" : "asked-model","x":1.50}]}""",
        """{"requests":[ {"model":"models/gemini-upstream","content":{"parts":[{"text":"a \u00e9"}]}} , {"content":{"parts":[{"text":"b"}]},"model" : "models/gemini-upstream","x":1.50}]}""")]
    [InlineData("batchEmbedContents", """{"requests":{"model":"models/asked-model"}}""", """{"requests":{"model":"models/gemini-upstream"}}""")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"model"}]},"model":"models\/asked-model"}""", """{"content":{"parts":[{"text":"model"}]},"model":"models/gemini-upstream"}""")]
    [InlineData("countTokens", """{"generateContentRequest":{"contents":[],"model":"models/asked-model"}}""", """{"generateContentRequest":{"contents":[],"model":"models/gemini-upstream"}}""")]
    [InlineData("countTokens", """{"generate_content_request":{"model":"models/asked-model"}}""", """{"generate_content_request":{"model":"models/gemini-upstream"}}""")]
    [InlineData("generateContent", """{"model":"models/asked-model","contents":[{"parts":[{"text":"hi"}],"model":"x"}]}""", """{"model":"models/gemini-upstream","contents":[{"parts":[{"text":"hi"}],"model":"x"}]}""")]
    [InlineData("batchEmbedContents", """{"requests":[{"model":null,"content":{}},5,null,[]],"requests":"x"}""", """{"requests":[{"model":null,"content":{}},5,null,[]],"requests":"x"}""")]
    public async Task A_model_that_is_named_again_becomes_the_upstreams_and_no_other_byte_changes(string method, string body, string sent)
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Vectors);

        var answer = await scene.PostAsync($"/v1beta/models/asked-model:{method}", body);

        answer.Status.ShouldBe(200, answer.Body);
        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldBe(sent);
    }

    [Theory]
    [InlineData("batchEmbedContents", """{"requests":[{"model":"models/asked-model"},{"model":"models/gemini-upstream"}]}""", "requests[1].model", "models/gemini-upstream")]
    [InlineData("embedContent", """{"model":"gemini-upstream"}""", "model", "gemini-upstream")]
    [InlineData("countTokens", """{"generateContentRequest":{"model":"models/other"}}""", "generateContentRequest.model", "models/other")]
    [InlineData("streamGenerateContent", """{"contents":[],"model":"models/other"}""", "model", "models/other")]
    [InlineData("embedContent", """{"model":5}""", "model", "a string")]
    public async Task Another_model_than_the_addresss_is_refused_with_its_place(string method, string body, string path, string shown)
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);

        var answer = await scene.PostAsync($"/v1beta/models/asked-model:{method}", body);

        answer.Status.ShouldBe(400);
        answer.Error("status").ShouldBe("INVALID_ARGUMENT");
        answer.Error("message").ShouldNotBeNull().ShouldContain($"'{path}'");
        answer.Error("message").ShouldNotBeNull().ShouldContain(shown);
        scene.Upstream.Seen.ShouldBeEmpty();
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, path == "model" && shown == "a string" ? "invalid_type" : "invalid_value");
    }

    [Fact]
    public async Task A_batch_of_many_keeps_its_bytes_too()
    {
        static string Batch(string name) => $$"""{"requests":[{{string.Join(",", Enumerable.Range(0, 1000).Select(i => $$"""{"content":{"parts":[{"text":"{{i}}"}]},"model":"models/{{name}}"}"""))}}]}""";
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, Vectors);

        await scene.PostAsync("/v1beta/models/asked-model:batchEmbedContents", Batch("asked-model"));

        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldBe(Batch("gemini-upstream"));
    }

    [Theory]
    [InlineData("""{"contents":[],"generationConfig":{"candidateCount":2}}""", false)]
    [InlineData("""{"contents":[],"generation_config":{"stop":[{}],"candidate_count":2}}""", false)]
    [InlineData("""{"contents":[],"generationConfig":{"candidateCount":1}}""", true)]
    [InlineData("""{"contents":[],"generationConfig":{"candidateCount":"two"},"candidateCount":3}""", true)]
    public async Task A_stream_is_whole_when_every_candidate_that_was_asked_for_has_stopped(string body, bool isWhole)
    {
        const string One = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}]}\r\n\r\n";
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, One);

        using var response = await scene.Client.SendAsync(
            Scene.Request("/v1beta/models/asked-model:streamGenerateContent?alt=sse", body), HttpCompletionOption.ResponseHeadersRead);
        using var reply = new StreamedReply(response);
        var text = await reply.ToEndOrBreakAsync();

        text.ShouldStartWith(One);
        text.Contains("\"error\"", StringComparison.Ordinal).ShouldBe(!isWhole, text);
        scene.Ledger(reply.RequestId)!.Outcome.ShouldBe(isWhole ? Outcome.Completed : Outcome.Truncated);
    }
}
