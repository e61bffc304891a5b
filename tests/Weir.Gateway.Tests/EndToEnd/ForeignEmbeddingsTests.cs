using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Embeddings for clients whose upstream speaks another dialect.</summary>
public sealed class ForeignEmbeddingsTests
{
    /// <summary>One provider of OpenAI's dialect that answers conversations as responses, which has nothing to do with embeddings.</summary>
    internal const string OpenAI = """
        providers:
          up: { base_url: "{upstream}", apis: [responses], api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: upstream-model, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
          lenient: { route: [big], drop: ["*"] }
        """;

    private const string FromGemini = """{"embeddings":[{"values":[0.0023064255,-9.3e-3,1E-7,-0.0]},{"values":[1,2,4,0.1]}],"usageMetadata":{"promptTokenCount":8}}""";

    private const string FromOpenAI = """{"object":"list","data":[{"object":"embedding","embedding":[0.5,-0.0],"index":1},{"object":"embedding","index":0,"embedding":[0.0023064255,1E-7]}],"model":"upstream-embed","usage":{"prompt_tokens":8,"total_tokens":8}}""";

    internal const string TwoContents = """{"requests":[{"model":"models/asked-model","content":{"role":"user","parts":[{"text":"a \"q\" \u00e9"},{"text":"\ud83e\uddab"}]},"outputDimensionality":2},{"content":{"parts":[{"text":"b"}]},"output_dimensionality":2}]}""";

    [Fact]
    public async Task An_openai_client_gets_numbers_of_a_gemini_upstream_as_they_were_written()
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, FromGemini);

        var answer = await scene.PostAsync("/v1/embeddings", """{"input":["a \"q\" \u00e9","b"],"model":"asked-model","dimensions":4,"encoding_format":"float","user":"ann"}""");

        answer.Body.ShouldBe("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.0023064255,-9.3e-3,1E-7,-0.0]},{"object":"embedding","index":1,"embedding":[1,2,4,0.1]}],"model":"gemini-upstream","usage":{"prompt_tokens":8,"total_tokens":8}}""");
        (answer.Headers["content-type"], answer.Headers.ContainsKey("x-weir-estimated"), answer.Headers.ContainsKey("x-weir-dropped")).ShouldBe(("application/json", false, false));
        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        (seen.Path, seen.Headers["x-goog-api-key"]).ShouldBe(("/v1/models/gemini-upstream:batchEmbedContents", Scene.UpstreamKey));
        seen.Body.ShouldBe("""{"requests":[{"model":"models/gemini-upstream","content":{"parts":[{"text":"a \"q\" \u00e9"}]},"outputDimensionality":4},{"model":"models/gemini-upstream","content":{"parts":[{"text":"b"}]},"outputDimensionality":4}]}""");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Endpoint, row.User, row.Usage, row.UsageSource, row.Cost).ShouldBe(("embeddings", "ann", new TokenUsage(8, 0), UsageSource.Provider, 0.000008m));
        row.Attempts.ShouldHaveSingleItem().ModelSent.ShouldBe("gemini-upstream");
    }

    [Fact]
    public async Task An_openai_client_gets_base64_when_it_asks_for_it()
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"embeddings":[{"values":[1,2,-0.0,0.1]}]}""");

        var answer = await scene.PostAsync("/v1/embeddings", """{"input":"a","model":"asked-model","encoding_format":"base64"}""");

        // 1.0f, 2.0f, -0.0f, 0.1f, the lowest byte first.
        answer.Json.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64().ShouldBe(Convert.FromHexString("0000803f" + "00000040" + "00000080" + "cdcccc3d"));
    }

    [Theory]
    [InlineData("""{"input":"a b c","model":"asked-model"}""")]
    [InlineData("""{"input":["a b c"],"model":"asked-model","encoding_format":"base64"}""")]
    public async Task Where_the_upstream_counts_nothing_client_and_ledger_have_the_same_estimate(string body)
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Gemini);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"embeddings":[{"values":[1]}]}""");

        var answer = await scene.PostAsync("/v1/embeddings", body);

        answer.Headers["x-weir-estimated"].ShouldBe("true");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.UsageSource, row.Usage).ShouldBe((UsageSource.Estimated, new TokenUsage((body.Length + 3) / 4, 0)));
        answer.Json.GetProperty("usage").GetProperty("prompt_tokens").GetInt64().ShouldBe(row.Usage.Input);
    }

    [Fact]
    public async Task A_gemini_client_is_answered_by_an_openai_upstream_in_the_order_of_its_texts()
    {
        await using var scene = await Scene.StartAsync(OpenAI);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, FromOpenAI);

        var answer = await scene.PostAsync("/v1beta/models/asked-model:batchEmbedContents", TwoContents);

        answer.Body.ShouldBe("""{"embeddings":[{"values":[0.0023064255,1E-7]},{"values":[0.5,-0.0]}],"usageMetadata":{"promptTokenCount":8}}""");
        var seen = scene.Upstream.Seen.ShouldHaveSingleItem();
        (seen.Path, seen.Headers["authorization"]).ShouldBe(("/v1/embeddings", "Bearer " + Scene.UpstreamKey));
        seen.Body.ShouldBe("""{"model":"upstream-model","input":["a \"q\" \u00e9\ud83e\uddab","b"],"dimensions":2,"encoding_format":"float"}""");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Endpoint, row.Usage, row.Cost, row.ModelAnswered).ShouldBe(("embed_content", new TokenUsage(8, 0), 0.000008m, "upstream-embed"));
    }

    [Fact]
    public async Task A_gemini_client_that_embeds_one_text_gets_one_vector()
    {
        await using var scene = await Scene.StartAsync(OpenAI);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"data":[{"embedding":[0.5]}],"usage":{"prompt_tokens":2}}""");

        var answer = await scene.PostAsync("/v1beta/models/asked-model:embedContent?key=" + scene.Key, """{"model":"models/asked-model","content":{"parts":{"text":"a"}}}""");

        answer.Body.ShouldBe("""{"embedding":{"values":[0.5]},"usageMetadata":{"promptTokenCount":2}}""");
        (scene.Upstream.Seen.ShouldHaveSingleItem().Path, scene.Upstream.Seen[0].Body).ShouldBe(("/v1/embeddings", """{"model":"upstream-model","input":["a"],"encoding_format":"float"}"""));
    }

    [Fact]
    public async Task The_vectors_that_a_client_decodes_are_those_that_the_upstream_sent()
    {
        var random = new Random(TestSeed.Value);
        await using var gemini = await Scene.StartAsync(ForeignUpstream.Gemini);
        await using var openai = await Scene.StartAsync(OpenAI);
        for (var round = 0; round < 25; round++)
        {
            var vectors = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Vector(random, 1 + random.Next(300))).ToArray();
            var lists = vectors.Select(vector => $"[{string.Join(round % 2 == 0 ? "," : " , ", vector.Select(Written))}]").ToArray();
            gemini.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, $$"""{"embeddings":[{{string.Join(',', lists.Select(list => $$"""{"values":{{list}}}"""))}}]}""");
            openai.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, $$"""{"data":[{{string.Join(',', lists.Select((list, i) => $$"""{"index":{{i}},"embedding":{{list}}}""").Reverse())}}]}""");
            var texts = string.Join(',', vectors.Select(_ => "\"t\""));
            var because = $"WEIR_TEST_SEED={TestSeed.Value}, round {round}";

            foreach (var form in (string[])["float", "base64"])
            {
                var answer = await gemini.PostAsync("/v1/embeddings", $$"""{"model":"asked-model","input":[{{texts}}],"encoding_format":"{{form}}"}""");
                answer.Json.GetProperty("data").EnumerateArray().Select(item => Decoded(item.GetProperty("embedding"))).ShouldBe(vectors.Select(Bits), because);
            }
            var contents = string.Join(',', vectors.Select(_ => """{"content":{"parts":[{"text":"t"}]}}"""));
            var batch = await openai.PostAsync("/v1beta/models/asked-model:batchEmbedContents", $$"""{"requests":[{{contents}}]}""");
            batch.Json.GetProperty("embeddings").EnumerateArray().Select(item => Decoded(item.GetProperty("values"))).ShouldBe(vectors.Select(Bits), because);
        }
    }

    /// <summary>Floats of every size, the smallest and the largest too.</summary>
    private static float[] Vector(Random random, int size) => [.. Enumerable.Range(0, size).Select(_ => random.Next(6) switch
    {
        0 => 0f,
        1 => -0f,
        2 => float.Epsilon,
        3 => float.MaxValue,
        4 => (float)(random.NextDouble() - 0.5),
        _ => BitConverter.Int32BitsToSingle(random.Next(0x7f800000)) * (random.Next(2) == 0 ? 1 : -1),
    })];

    /// <summary>As a server writes it that has it as a float, or as the double that it is.</summary>
    private static string Written(float number) => BitConverter.SingleToInt32Bits(number) % 2 == 0
        ? number.ToString("R", CultureInfo.InvariantCulture)
        : ((double)number).ToString("R", CultureInfo.InvariantCulture);

    private static string Bits(float[] vector) => string.Join(' ', vector.Select(number => BitConverter.SingleToInt32Bits(number).ToString("x8", CultureInfo.InvariantCulture)));

    private static string Decoded(JsonElement vector) => Bits(vector.ValueKind == JsonValueKind.String
        ? MemoryMarshal.Cast<byte, float>(vector.GetBytesFromBase64()).ToArray()
        : [.. vector.EnumerateArray().Select(number => number.GetSingle())]);
}
