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
    private static readonly byte[] LastChunk = "0\r\n"u8.ToArray();

    private readonly Stream _network;
    private readonly byte[] _mark;
    private readonly Action _closed;
    private byte[] _rest = [];
    private int _restStart;
    private int _restEnd;
    private int _markLeft;
    private ChunkedFraming _framing;
    private volatile bool _awaitsHead;

    /// <param name="network">The connection, after TLS if there is any.</param>
    /// <param name="mark">The header line, with its line end and the empty line, that marks the heads of event streams.</param>
    /// <param name="closed">Told that the connection is closed.</param>
    public EventStreamConnection(Stream network, byte[] mark, Action closed) => (_network, _mark, _closed) = (network, mark, closed);

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
        while (!_framing.IsAtEnd)
        {
            var read = TakeRest(body.Span);
            if (read == 0) read = await _network.ReadAsync(body, cancellationToken);
            if (read == 0) throw new HttpIOException(HttpRequestError.ResponseEnded, "the connection was closed inside an event stream");
            if (Strip(body.Span[..read]) is var length && length > 0) return length;
        }
        return 0;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_markLeft > 0) return TakeMark(buffer.Span);
        if (_restStart < _restEnd) return TakeRest(buffer.Span);
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
            _closed();
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
        KeepRest([], read[(head + 4)..length]);
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

    /// <summary>Takes the framing out of bytes of the body; what follows it is kept for the client, with the last chunk in front.</summary>
    private int Strip(Span<byte> bytes)
    {
        var used = _framing.Strip(bytes, out var length);
        if (_framing.IsAtEnd) KeepRest(LastChunk, bytes[used..]);
        return length;
    }

    private void KeepRest(ReadOnlySpan<byte> first, ReadOnlySpan<byte> then)
    {
        // More may be waiting already, when the head and the whole body came in one piece.
        var waiting = _rest.AsSpan(_restStart, _restEnd - _restStart);
        var length = first.Length + then.Length + waiting.Length;
        var rest = length <= _rest.Length && waiting.IsEmpty ? _rest : new byte[Math.Max(length, 16)];
        first.CopyTo(rest);
        then.CopyTo(rest.AsSpan(first.Length));
        waiting.CopyTo(rest.AsSpan(first.Length + then.Length));
        (_rest, _restStart, _restEnd) = (rest, 0, length);
    }

    private int TakeRest(Span<byte> to)
    {
        var length = Math.Min(_restEnd - _restStart, to.Length);
        _rest.AsSpan(_restStart, length).CopyTo(to);
        _restStart += length;
        return length;
    }
}
