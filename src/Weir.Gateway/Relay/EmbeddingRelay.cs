using System.Buffers;
using Weir.Dialects.Answers;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Translation;
using Weir.Gateway.Upstream;
using Weir.Tokens;

namespace Weir.Gateway.Relay;

/// <summary>Relays vectors in another dialect than the client's: taken in whole, and held back until the call is settled.</summary>
internal sealed class EmbeddingRelay(Call call, Attempt attempt) : IAnswerRelay
{
    private readonly WholeAnswer _whole = new();

    /// <inheritdoc/>
    public bool IsWhole => true;

    /// <inheritdoc/>
    public async ValueTask<CallError?> TakeInAsync()
    {
        attempt.Draft = new Draft(call, attempt) { ContentType = "application/json" };
        EmbeddingAnswer? answer = null;
        try
        {
            if (await _whole.ReadAsync(call, attempt) is { } tooLarge) return tooLarge;
            answer = attempt.Embedding!.Read(_whole.Bytes);
            if (answer is null) return _whole.Garbled(attempt);
        }
        finally
        {
            attempt.Learn(new AnswerFacts(answer?.Model, null, answer?.Usage, IsUsageFinal: true, ContentBytes: 0));
            attempt.HasProduced = _whole.Length > 0;
        }
        Tell(attempt.Draft, attempt.Embedding, answer);
        return null;
    }

    /// <inheritdoc/>
    public ValueTask<CallError?> PassOnAsync()
    {
        attempt.Draft!.Commit();
        return default;
    }

    /// <inheritdoc/>
    public void Dispose() => _whole.Dispose();

    private void Tell(Draft draft, EmbeddingTranslation translation, EmbeddingAnswer answer)
    {
        // The client is told what the ledger will hold, and that it is an estimate.
        if (answer.Usage is null)
        {
            answer.Usage = new TokenUsage(TokenEstimate.OfBytes(call.Body!.Bytes.Length), 0);
            draft.IsEstimated = true;
        }
        var ending = new ArrayBufferWriter<byte>(answer.Body.Length);
        translation.Write(answer, ending);
        draft.Announced = ending.WrittenCount;
        draft.Hold(ending.WrittenSpan);
    }
}
