using System.Buffers;
using System.Runtime.CompilerServices;

namespace Weir.Gateway.Upstream;

/// <summary>The body of one event stream. Reading it allocates nothing, however long it waits.</summary>
/// <param name="connection">Where the body's bytes are.</param>
/// <param name="content">The body as the HTTP client sees it: only its last chunk.</param>
internal sealed class EventStreamBody(EventStreamConnection connection, Stream content) : IncomingStream
{
    /// <summary>How long and how far a body that has said everything is read on, to keep its connection.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private const int MostLeft = 1024;

    private bool _ended;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended) return 0;
        try
        {
            var read = await connection.ReadBodyAsync(buffer, cancellationToken);
            if (read > 0) return read;
        }
        catch
        {
            // As the client would: the upstream is to hear at once that nobody listens any more.
            await connection.DisposeAsync();
            throw;
        }
        _ended = true;
        // The client reads the last chunk, and may use the connection again.
        return await content.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>
    /// Reads what is left after the last event, so that the connection can be used again: the last chunk often comes in a
    /// packet of its own. Never throws.
    /// </summary>
    /// <param name="response">Disposed of afterwards, and with it the connection unless the body has ended.</param>
    /// <param name="time">Times the patience with an upstream that does not end.</param>
    public async Task FinishAsync(HttpResponseMessage response, TimeProvider time)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostLeft);
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var left = MostLeft;
            while (left > 0 && await ReadAsync(buffer, patience.Token) is var read && read > 0) left -= read;
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken))
        {
            // The connection is lost, and nothing else.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            response.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }
}
