using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.ForeignEmbeddingsTests;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Embeddings on an upstream of another dialect that come to nothing: what cannot be said, and what is no answer.</summary>
[Trait("Category", "Slow")]
public sealed class ForeignEmbeddingErrorTests
{
    [Theory]
    [InlineData("""{"input":[1,2],"model":"asked-model"}""", "unsupported_parameter", "input", "token ids")]
    [InlineData("""{"input":["a",[1,2]],"model":"asked-model"}""", "unsupported_parameter", "input[1]", "token ids")]
    [InlineData("""{"input":"a","model":"asked-model","truncate":true,"input_type":"query"}""", "unsupported_parameter", "truncate", "'input_type'")]
    [InlineData("""{"input":[],"model":"asked-model"}""", "invalid_value", "input", "must not be empty")]
    [InlineData("""{"input":{"text":"a"},"model":"asked-model"}""", "invalid_type", "input", "an array of strings")]
    [InlineData("""{"input":["a",true],"model":"asked-model"}""", "invalid_type", "input[1]", "a string")]
    [InlineData("""{"model":"asked-model"}""", "missing_required_parameter", "input", "Missing")]
    [InlineData("""{"input":"a","model":"asked-model","dimensions":0}""", "invalid_value", "dimensions", "at least 1")]
    [InlineData("""{"input":"a","model":"asked-model","encoding_format":"int8"}""", "invalid_value", "encoding_format", "'base64'")]
    [InlineData("""{"input":"a","input":"b","model":"asked-model"}""", "invalid_json", "input", "twice")]
    public async Task What_an_openai_client_cannot_say_to_a_gemini_upstream_is_refused(string body, string code, string param, string says)
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);

        var answer = await scene.PostAsync("/v1/embeddings", body);

        answer.ShouldBeError(400, code, scene).ShouldContain(says);
        answer.Error("param").ShouldBe(param);
        scene.Upstream.Seen.ShouldBeEmpty();
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, code);
    }

    [Theory]
    [InlineData("batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"t"}]}""", "'requests[0].taskType', 'requests[0].title'")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"a"}]},"task_type":"CLUSTERING"}""", "'task_type'")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"outputDimensionality":4,"autoTruncate":true}}""", "'embedContentConfig.autoTruncate'")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"a"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}""", "'content.parts[1].inlineData' (the upstream embeds text alone)")]
    [InlineData("batchEmbedContents", """{"requests":[{"content":{"parts":[{"fileData":{"fileUri":"x"}}]}}]}""", "'requests[0].content.parts[0].fileData'")]
    [InlineData("batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]},"outputDimensionality":2}]}""", "'requests[1].outputDimensionality' (the upstream makes all")]
    [InlineData("batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":2},{"content":{"parts":[{"text":"b"}]}}]}""", "'requests[0].outputDimensionality'")]
    [InlineData("batchEmbedContents", """{"requests":[]}""", "'requests' must not be empty")]
    [InlineData("batchEmbedContents", """{"content":{"parts":[{"text":"a"}]}}""", "'requests'")]
    [InlineData("embedContent", """{"requests":[{"content":{"parts":[{"text":"a"}]}}]}""", "'content'")]
    [InlineData("embedContent", """{"content":{"parts":[]}}""", "'content.parts' must hold a text")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":5}]}}""", "'content.parts[0].text' must be a string")]
    [InlineData("embedContent", """{"content":"a"}""", "'content' must be an object")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"a"}]},"outputDimensionality":"4"}""", "'outputDimensionality' must be a whole number")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"a"}]},"outputDimensionality":4,"embedContentConfig":{"outputDimensionality":4}}""", "'outputDimensionality' is there twice")]
    public async Task What_a_gemini_client_cannot_say_to_an_openai_upstream_is_refused(string method, string body, string says)
    {
        await using var scene = await Scene.StartAsync(OpenAI);

        var answer = await scene.PostAsync($"/v1beta/models/asked-model:{method}", body);

        (answer.Status, answer.Error("status")).ShouldBe((400, "INVALID_ARGUMENT"));
        answer.Error("message").ShouldNotBeNull().ShouldContain(says);
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING","title":"t"}""", 200)]
    [InlineData("""{"content":{"parts":[{"text":"a"},{"inlineData":{}}]}}""", 400)]
    public async Task What_may_be_dropped_is_named_and_content_never_is_dropped(string body, int status)
    {
        await using var scene = await Scene.StartAsync(OpenAI);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"data":[{"embedding":[0.5]}],"usage":{"prompt_tokens":2}}""");

        var answer = await scene.PostAsync("/v1beta/models/lenient:embedContent", body);

        answer.Status.ShouldBe(status);
        if (status == 200) answer.Headers["x-weir-dropped"].ShouldBe("taskType, title");
    }

    [Theory]
    [InlineData("anthropic", "/v1/embeddings", """{"model":"asked-model","input":"a"}""")]
    [InlineData("anthropic", "/v1beta/models/asked-model:embedContent", """{"content":{"parts":[{"text":"a"}]}}""")]
    [InlineData("bedrock", "/v1/embeddings", """{"model":"asked-model","input":"a"}""")]
    [InlineData("bedrock", "/v1beta/models/asked-model:batchEmbedContents", """{"requests":[]}""")]
    public async Task Providers_without_embeddings_are_said_to_have_none(string dialect, string path, string body)
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini.Replace("dialect: gemini", $"dialect: {dialect}", StringComparison.Ordinal));

        var answer = await scene.PostAsync(path, body);

        answer.Status.ShouldBe(400);
        answer.Error("message").ShouldBe("The provider 'up' of the model 'asked-model' has no embeddings that Weir can ask for. Ask for a model of a provider of dialect openai or gemini.");
        scene.Upstream.Seen.ShouldBeEmpty();
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 400, "unsupported_endpoint");
    }

    [Theory]
    [InlineData("""{"embeddings":[{"values":[1]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{"values":[1]},{"values":[1]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{"values":[]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{"values":["1"]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{"values":[1e39]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{"values":[1]}]""")]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_no_vector_for_every_text_is_no_answer(string body)
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, body);

        var answer = await scene.PostAsync("/v1/embeddings", """{"input":["a","b"],"model":"asked-model"}""");

        answer.ShouldBeError(502, "upstream_garbled", scene);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 502, "upstream_garbled");
        (row.UsageSource, row.Cost).ShouldBe((UsageSource.None, null));
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AACAPw=="},{"index":1,"embedding":"AACAPw=="}]}""")]
    public async Task Vectors_that_cannot_be_told_apart_are_no_answer(string body)
    {
        await using var scene = await Scene.StartAsync(OpenAI);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, body);

        var answer = await scene.PostAsync("/v1beta/models/asked-model:batchEmbedContents", TwoContents);

        (answer.Status, answer.Error("status")).ShouldBe((502, "INTERNAL"));
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 502, "upstream_garbled");
    }

    [Fact]
    public async Task Errors_of_the_upstream_are_told_in_the_clients_dialect_without_secrets()
    {
        await using var gemini = await Scene.StartAsync(ForeignUpstream.Gemini);
        gemini.Upstream.Behaviour = (http, _) => JsonAsync(http, 400, $$$"""{"error":{"code":400,"message":"at most 100 requests can be in one batch, {{{Scene.UpstreamKey}}}","status":"INVALID_ARGUMENT"}}""");
        (await gemini.PostAsync("/v1/embeddings", """{"input":"a","model":"asked-model"}""")).ShouldBeError(400, "INVALID_ARGUMENT", gemini).ShouldStartWith("at most 100 requests can be in one batch");

        await using var openai = await Scene.StartAsync(OpenAI);
        openai.Upstream.Behaviour = (http, _) => JsonAsync(http, 429, """{"error":{"message":"slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}}""");
        var answer = await openai.PostAsync("/v1beta/models/asked-model:batchEmbedContents", TwoContents);
        (answer.Status, answer.Error("status"), answer.Error("message")).ShouldBe((429, "RESOURCE_EXHAUSTED", "slow down"));
        openai.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, 429, "rate_limit_exceeded");
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_refused()
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini + "\nlimits: { translated_answer: 64KiB }");
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, $$"""{"embeddings":[{"values":[{{string.Join(',', Enumerable.Repeat("0.125", 15_000))}}]}]}""");

        var answer = await scene.PostAsync("/v1/embeddings", """{"input":"a","model":"asked-model"}""");

        answer.ShouldBeError(502, "upstream_garbled", scene).ShouldContain("limits.translated_answer");
    }
}
