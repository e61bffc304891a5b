using System.Threading.Channels;

namespace Weir.Gateway.Tests.Upstream;

/// <summary>A connection whose other end answers each request with the next of a list of responses, in given pieces.</summary>
internal sealed class ScriptedConnection(IEnumerable<byte[][]> responses) : Stream
{
    /// <summary>A piece after which the other end says nothing more.</summary>
    public static readonly byte[] End = [];

    private readonly Queue<byte[][]> _responses = new(responses);
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();
    private ReadOnlyMemory<byte> _piece;

    /// <summary>Whether the HTTP client has closed it.</summary>
    public bool IsClosed { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // On another thread, as bytes come from a network.
        await Task.Yield();
        if (_piece.IsEmpty)
        {
            if (!await _pieces.Reader.WaitToReadAsync(cancellationToken)) return 0;
            _pieces.Reader.TryRead(out var next);
            _piece = next;
        }
        var length = Math.Min(buffer.Length, _piece.Length);
        _piece[..length].CopyTo(buffer);
        _piece = _piece[length..];
        return length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The requests of these tests have no body: their end is the end of their head.
        if (buffer.Span.EndsWith("\r\n\r\n"u8) && _responses.TryDequeue(out var response))
            foreach (var piece in response) _pieces.Writer.TryWrite(piece);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        _pieces.Writer.TryComplete();
        base.Dispose(disposing);
    }
}
