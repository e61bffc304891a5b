using System.Net.Http.Json;
using System.Text.Json;
using OpenAI.Embeddings;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests;

/// <summary>On every kind of upstream that embeds.</summary>
[Collection(nameof(ForeignWeirCollection))]
public sealed class ForeignEmbeddingsTests(ForeignWeir weir)
{
    private static readonly string[] Texts = ["a weir", "Zoë's \"dam\" 🦫", "a weir"];

    /// <summary>The models whose upstream embeds.</summary>
    public static TheoryData<string> Models => new(SimulatedUpstream.All.Where(upstream => upstream.Embeddings is not null).Select(upstream => upstream.Model));

    [Theory]
    [MemberData(nameof(Models))]
    public async Task The_vectors_that_the_client_reads_are_those_that_the_upstream_sent(string model)
    {
        var seen = new WireTap();
        OpenAIEmbeddingCollection answer = await weir.Client(seen).GetEmbeddingClient(model)
            .GenerateEmbeddingsAsync(Texts, new EmbeddingGenerationOptions { Dimensions = 64, EndUserId = "ann" });

        answer.Select(item => item.ToFloats().ToArray()).ShouldBe(await VectorsSentAsync(model));
        var call = weir.Ledger(seen.Id);
        (call.Outcome, call.Endpoint, call.User, call.UsageSource).ShouldBe((Outcome.Completed, "embeddings", "ann", UsageSource.Provider));
        (call.Usage.Input, call.Usage.Output, call.Cost).ShouldBe((answer.Usage.InputTokenCount, 0, answer.Usage.InputTokenCount * 0.000001m));
    }

    /// <summary>Asked for in the upstream's own dialect, so that they come through the gateway as they are.</summary>
    private async Task<float[][]> VectorsSentAsync(string model)
    {
        var isGemini = SimulatedUpstream.All.Single(upstream => upstream.Model == model).Embeddings == "gemini";
        object body = isGemini
            ? new { requests = Texts.Select(text => new { model = "models/" + model, content = new { parts = new[] { new { text } } }, outputDimensionality = 64 }) }
            : new { model, input = Texts, dimensions = 64, encoding_format = "float" };
        using var response = await weir.Http.PostAsJsonAsync(isGemini ? $"/v1beta/models/{model}:batchEmbedContents" : "/v1/embeddings", body);
        var sent = await response.Content.ReadFromJsonAsync<JsonElement>();
        var list = sent.GetProperty(isGemini ? "embeddings" : "data").EnumerateArray();
        return [.. list.Select(item => item.GetProperty(isGemini ? "values" : "embedding").EnumerateArray().Select(number => number.GetSingle()).ToArray())];
    }
}
