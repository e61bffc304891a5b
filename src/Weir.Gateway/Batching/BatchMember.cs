using Weir.Dialects.OpenAI.Embeddings;
using Weir.Gateway.Calls;
using Weir.Tokens;

namespace Weir.Gateway.Batching;

/// <summary>A call in a batch. It waits for its share whatever becomes of its client, so that its request can be read until then.</summary>
internal sealed class BatchMember(Call call, SingleInput input)
{
    private readonly TaskCompletionSource<BatchShare> _share = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Call Call { get; } = call;

    /// <summary>Length of its text in UTF-8.</summary>
    public int TextBytes => input.TextBytes;

    /// <summary>Its part in what the batch uses, in tokens as estimated; at least 1.</summary>
    public long Weight { get; } = Math.Max(1, TokenEstimate.OfBytes(input.TextBytes));

    /// <summary>The request up to its input.</summary>
    public ReadOnlyMemory<byte> Before => Call.Body!.Bytes[..input.Range.Start];

    /// <summary>The text as a JSON string.</summary>
    public ReadOnlyMemory<byte> Text => Call.Body!.Bytes.Slice(input.Text.Start, input.Text.Length);

    /// <summary>The request after its input.</summary>
    public ReadOnlyMemory<byte> After => Call.Body!.Bytes[input.Range.End..];

    /// <summary>What the batch comes to for this call.</summary>
    public Task<BatchShare> Share => _share.Task;

    /// <summary>Hands the call its share; the first one counts.</summary>
    public void Give(BatchShare share) => _share.TrySetResult(share);
}
