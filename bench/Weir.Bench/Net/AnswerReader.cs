namespace Weir.Bench.Net;

/// <summary>Reads one answer after the other from a connection, in whatever pieces it comes.</summary>
/// <param name="onBody">Gets the body without its framing, piece by piece.</param>
internal sealed class AnswerReader(AnswerReader.BodySink? onBody = null)
{
    private readonly byte[] _head = new byte[16 * 1024];
    private State _state;
    private int _headLength;
    private long _left;

    /// <summary>Receives a piece of the body.</summary>
    internal delegate void BodySink(ReadOnlySpan<byte> piece);

    private enum State
    {
        Head,
        Whole,
        ChunkSize,
        ChunkLine,
        Chunk,
        ChunkEnd,
        Trailer,
    }

    /// <summary>Status of the answer being read, or of the last one.</summary>
    public int Status { get; private set; }

    /// <summary>The server will close the connection after this answer.</summary>
    public bool Closing { get; private set; }

    public long BodyBytes { get; private set; }

    /// <summary>Takes what was received.</summary>
    /// <returns>True when the answer is complete. More than one answer at a time is an error: nothing here pipelines.</returns>
    public bool Feed(ReadOnlySpan<byte> data)
    {
        var complete = false;
        while (data.Length > 0)
        {
            if (complete) throw new InvalidDataException("bytes after the end of the answer");
            complete = _state switch
            {
                State.Head => TakeHead(ref data),
                State.Whole => TakeBody(ref data),
                State.Chunk => TakeChunk(ref data),
                _ => TakeFraming(ref data),
            };
        }

        return complete;
    }

    private bool TakeHead(ref ReadOnlySpan<byte> data)
    {
        var before = _headLength;
        var taken = Math.Min(data.Length, _head.Length - before);
        if (taken == 0) throw new InvalidDataException("head too large");
        data[..taken].CopyTo(_head.AsSpan(before));
        _headLength += taken;
        var end = _head.AsSpan(0, _headLength).IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            data = data[taken..];
            return false;
        }

        data = data[(end + 4 - before)..];
        var head = _head.AsSpan(0, end + 4);
        Status = HttpHead.Status(head);
        Closing = HttpHead.IsClosing(head);
        BodyBytes = 0;
        _left = HttpHead.ContentLength(head);
        if (HttpHead.IsChunked(head)) (_state, _left) = (State.ChunkSize, 0);
        else if (_left < 0) throw new InvalidDataException("answer has neither length nor chunks");
        else _state = State.Whole;
        return _state == State.Whole && _left == 0 && Complete();
    }

    private bool TakeBody(ref ReadOnlySpan<byte> data)
    {
        Pass(ref data);
        return _left == 0 && Complete();
    }

    private bool TakeChunk(ref ReadOnlySpan<byte> data)
    {
        Pass(ref data);
        if (_left == 0) _state = State.ChunkEnd;
        return false;
    }

    private bool TakeFraming(ref ReadOnlySpan<byte> data)
    {
        var b = data[0];
        data = data[1..];
        switch (_state)
        {
            case State.ChunkSize when char.IsAsciiHexDigit((char)b):
                _left = (_left * 16) + (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
                break;
            case State.ChunkSize or State.ChunkLine:
                if (b != '\n') _state = State.ChunkLine;
                else (_state, _headLength) = (_left > 0 ? State.Chunk : State.Trailer, 0);
                break;
            case State.ChunkEnd when b == '\n':
                _state = State.ChunkSize;
                break;
            case State.Trailer when b == '\n':
                if (_headLength == 0) return Complete();
                _headLength = 0;
                break;
            case State.Trailer when b != '\r':
                _headLength = 1;
                break;
        }

        return false;
    }

    private void Pass(ref ReadOnlySpan<byte> data)
    {
        var taken = (int)Math.Min(data.Length, _left);
        onBody?.Invoke(data[..taken]);
        BodyBytes += taken;
        _left -= taken;
        data = data[taken..];
    }

    private bool Complete()
    {
        (_state, _headLength) = (State.Head, 0);
        return true;
    }
}
