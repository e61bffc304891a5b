using OpenAI.Embeddings;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests;

/// <summary>OpenAI's own client, which is told nothing of being sent with others.</summary>
public sealed class BatchedEmbeddingsTests(BatchingWeir weir) : IClassFixture<BatchingWeir>
{
    [Fact]
    public async Task Texts_that_are_asked_for_at_the_same_time_become_the_vectors_that_they_are_alone()
    {
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => $"text number {i}")];
        var expected = await EmbedAsync([.. texts]);

        var seen = texts.Select(_ => new WireTap()).ToArray();
        var answers = await Task.WhenAll(texts.Select((text, i) => EmbedAsync([text], seen[i])));

        answers.Select(answer => answer.ShouldHaveSingleItem().ToFloats().ToArray()).ShouldBe(expected.Select(item => item.ToFloats().ToArray()));
        var rows = seen.Select(tap => weir.Ledger(tap.Id)).ToArray();
        rows.ShouldAllBe(row => row.Outcome == Outcome.Completed);
        rows.Select(row => row.Usage.Input).ShouldBe(answers.Select(answer => (long)answer.Usage.InputTokenCount));
        rows.Count(row => row.Attempts.Single().BatchId is not null).ShouldBeGreaterThan(1);
    }

    private async Task<OpenAIEmbeddingCollection> EmbedAsync(IReadOnlyList<string> texts, WireTap? seen = null) =>
        await weir.Client(seen ?? new WireTap()).GetEmbeddingClient("sim").GenerateEmbeddingsAsync(texts, new EmbeddingGenerationOptions { Dimensions = 16 });
}
