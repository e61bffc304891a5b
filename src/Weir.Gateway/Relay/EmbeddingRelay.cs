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
internal static class EmbeddingRelay
{
    /// <returns>Why there is no whole answer, or null.</returns>
    public static async ValueTask<CallError?> RunAsync(Call call, Attempt attempt)
    {
        using var whole = new WholeAnswer();
        EmbeddingAnswer? answer = null;
        try
        {
            if (await whole.ReadAsync(call, attempt) is { } tooLarge) return tooLarge;
            answer = attempt.Embedding!.Read(whole.Bytes);
            if (answer is null) return whole.Garbled(attempt);
        }
        finally
        {
            attempt.Learn(call, new AnswerFacts(answer?.Model, null, answer?.Usage, IsUsageFinal: true, whole.Length));
        }
        Tell(call, attempt.Embedding, answer);
        return null;
    }

    private static void Tell(Call call, EmbeddingTranslation translation, EmbeddingAnswer answer)
    {
        // The client is told what the ledger will hold, and that it is an estimate.
        if (answer.Usage is null)
        {
            answer.Usage = new TokenUsage(TokenEstimate.OfBytes(call.Body!.Bytes.Length), 0);
            call.Reply.Estimated();
        }
        var ending = new ArrayBufferWriter<byte>(answer.Body.Length);
        translation.Write(answer, ending);
        call.Record.FirstByteMicros ??= call.ElapsedMicros;
        call.Reply.Describe("application/json");
        call.Reply.Announce(ending.WrittenCount);
        call.Reply.Hold(ending.WrittenSpan);
    }
}
