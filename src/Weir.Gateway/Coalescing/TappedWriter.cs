using System.Buffers;
using System.IO.Pipelines;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Coalescing;

/// <summary>
/// What a leader's answer is written to: its client gets it as ever, and so does the shared answer. Once others follow, the
/// client is not waited for, so that they have to wait for nobody but the upstream.
/// </summary>
/// <param name="call">The leader.</param>
/// <param name="answer">What others are given.</param>
/// <param name="limit">How many bytes the leader's client may be behind.</param>
internal sealed class TappedWriter(Call call, SharedAnswer answer, long limit) : PipeWriter
{
    private readonly PipeWriter _client = call.Http.Response.BodyWriter;
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly CancellationToken _clientGone = call.Http.RequestAborted;
    private Task<FlushResult>? _flush;
    private long _behind;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <summary>Counts what has been passed on too: it cannot be taken back, whether or not the leader's client is there to be sent it.</summary>
    public override long UnflushedBytes => answer.Length + _written.WrittenCount;

    /// <inheritdoc/>
    public override void Advance(int bytes) => _written.Advance(bytes);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _written.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => _written.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Share();
        if (_clientGone.IsCancellationRequested) return default;
        if (_flush is { IsCompleted: true })
        {
            (_flush, _behind) = (null, 0);
        }
        if (_flush is null)
        {
            var flush = _client.FlushAsync(CancellationToken.None);
            if (flush.IsCompleted) return flush;
            _flush = flush.AsTask();
        }
        if (answer.Followers == 0) return WaitAsync(cancellationToken);
        if (_behind > limit) Drop();
        return default;
    }

    /// <summary>Passes the rest on, and waits until the client has taken what it is behind.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        Share();
        if (_flush is { } flush && !_clientGone.IsCancellationRequested) await flush.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => _client.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        // The client's own writer is completed with its response.
    }

    private void Share()
    {
        if (_written.WrittenCount == 0) return;
        var bytes = _written.WrittenSpan.ToArray();
        _written.ResetWrittenCount();
        answer.Append(answer.Head ?? SharedHead.Of(call, call.Reply.IsStream), bytes);
        if (_clientGone.IsCancellationRequested) return;
        _client.Write(bytes);
        _behind += bytes.Length;
    }

    /// <summary>Waits for the client, and no longer once others follow.</summary>
    private async ValueTask<FlushResult> WaitAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_flush!, answer.FollowedAsync()).WaitAsync(cancellationToken);
        if (_behind > limit && answer.Followers > 0) Drop();
        return default;
    }

    /// <summary>Leaves a client behind that would hold up all others, as those are that do not keep up.</summary>
    private void Drop() => call.Http.Abort();
}
