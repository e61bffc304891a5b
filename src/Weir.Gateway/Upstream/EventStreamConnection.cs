using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Gateway.Upstream;

/// <summary>
/// The bytes of one HTTP/1.1 connection between the HTTP client and the network. Everything passes through untouched but
/// the body of an event stream: that stays here, to be read by <see cref="EventStreamBody"/> straight from the network, since
/// the client's own reader allocates twice for every event that it has to wait for. The client is given the head, and at the
/// end the last chunk, and so keeps the connection as after any other response.
/// </summary>
internal sealed class EventStreamConnection : Stream
{
    private const int BufferSize = 4 * 1024;

    private readonly Stream _network;
    private readonly EventStreamConnections _all;
    private readonly byte[] _mark;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private int _markLeft;
    private ChunkedFraming _framing;
    private volatile bool _awaitsHead;

    /// <param name="network">The connection, after TLS if there is any.</param>
    /// <param name="all">Where the connection is found again.</param>
    /// <param name="mark">The header line, with its line end and the empty line, that marks the heads of event streams.</param>
    public EventStreamConnection(Stream network, EventStreamConnections all, byte[] mark) => (_network, _all, _mark) = (network, all, mark);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads on in the body of the event stream whose head the client was given last.</summary>
    /// <returns>How many bytes of the body were read; none at its end.</returns>
    /// <exception cref="IOException">The connection broke, or what came is not HTTP.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadBodyAsync(Memory<byte> body, CancellationToken cancellationToken)
    {
        while (true)
        {
            _start += _framing.Read(_buffer.AsSpan(_start, _end - _start), body.Span, out var written);
            if (written > 0 || _framing.IsAtEnd) return written;
            if (!await FillAsync(cancellationToken)) throw new HttpIOException(HttpRequestError.ResponseEnded, "the connection was closed inside an event stream");
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_markLeft > 0) return TakeMark(buffer.Span);
        if (_end > _start) return TakeRest(buffer.Span);
        var read = await _network.ReadAsync(buffer, cancellationToken);
        // Asked only now: the client begins to read before it sends its next request.
        if (!_awaitsHead || read == 0) return read;
        _awaitsHead = false;
        return Divide(buffer.Span, read);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _awaitsHead = true;
        return _network.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _network.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => _network.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("the upstream client is asynchronous");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("the upstream client is asynchronous");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _all.Forget(this);
            // The buffer is not returned: a read of the body may still be under way in it.
            _network.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Keeps the body of an event stream back from what was read, and marks its head.</summary>
    /// <returns>How many bytes the client gets.</returns>
    private int Divide(Span<byte> read, int length)
    {
        var head = read[..length].IndexOf("\r\n\r\n"u8);
        if (head < 0 || !IsEventStream(read[..head])) return length;
        var body = read[(head + 4)..length];
        _buffer ??= ArrayPool<byte>.Shared.Rent(Math.Max(BufferSize, body.Length));
        if (_buffer.Length < body.Length) _buffer = new byte[body.Length];
        body.CopyTo(_buffer);
        (_start, _end) = (0, body.Length);
        _framing = default;
        _markLeft = _mark.Length;
        return head + 2 + TakeMark(read[(head + 2)..]);
    }

    private static bool IsEventStream(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8)) return false;
        var isEvents = false;
        var isChunked = false;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            var colon = line.IndexOf((byte)':');
            if (colon < 0) continue;
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(name, "content-type"u8)) isEvents = value.Length >= 17 && Ascii.EqualsIgnoreCase(value[..17], "text/event-stream"u8);
            else if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8)) isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Ascii.EqualsIgnoreCase(name, "content-length"u8)) return false;
        }
        return isEvents && isChunked;
    }

    private int TakeMark(Span<byte> to)
    {
        var left = _mark.AsSpan(^_markLeft..);
        var length = Math.Min(left.Length, to.Length);
        left[..length].CopyTo(to);
        _markLeft -= length;
        return length;
    }

    private int TakeRest(Span<byte> to)
    {
        var length = Math.Min(_end - _start, to.Length);
        _buffer.AsSpan(_start, length).CopyTo(to);
        _start += length;
        return length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        // At most the beginning of a line is left over, which is short.
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = await _network.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
