using OpenAI.Embeddings;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests;

/// <summary>On an upstream that speaks the client's dialect.</summary>
[Collection(nameof(WeirCollection))]
public sealed class EmbeddingsTests(RunningWeir weir)
{
    [Fact]
    public async Task Several_texts_become_vectors_of_the_wanted_size()
    {
        var seen = new WireTap();
        OpenAIEmbeddingCollection answer = await weir.Client(seen).GetEmbeddingClient("text-embedding-3-small")
            .GenerateEmbeddingsAsync(["a weir", "a dam", "a weir"], new EmbeddingGenerationOptions { Dimensions = 64 });

        // The client asks for base64 by itself, and reads the vectors out of it.
        answer.Count.ShouldBe(3);
        foreach (var vector in answer.Select(item => item.ToFloats()))
        {
            vector.Length.ShouldBe(64);
            vector.ToArray().Sum(value => value * value).ShouldBe(1, 0.001);
        }
        answer[0].ToFloats().ToArray().ShouldBe(answer[2].ToFloats().ToArray());
        answer[0].ToFloats().ToArray().ShouldNotBe(answer[1].ToFloats().ToArray());

        var call = weir.Ledger(seen.Id);
        call.Outcome.ShouldBe(Outcome.Completed);
        call.Endpoint.ShouldBe("embeddings");
        call.Usage.Input.ShouldBe(answer.Usage.InputTokenCount);
        call.Usage.Output.ShouldBe(0);
        call.Attempts.ShouldHaveSingleItem().Deployment.ShouldBe("text-embedding-3-small");
    }
}
