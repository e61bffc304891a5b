namespace Weir.Gateway.Upstream;

/// <summary>
/// Takes the chunked framing off a body that arrives in pieces of any size (RFC 9112, section 7.1). Stops after the line that
/// announces the last chunk: what follows, the trailers, belongs to whoever owns the connection.
/// </summary>
internal struct ChunkedFraming
{
    /// <summary>The most bytes that may announce a chunk, extensions included.</summary>
    private const int LongestLine = 1024;
    private const int MostDigits = 15;

    private State _state;
    private long _size;
    private int _lineLength;
    private int _digits;

    private enum State : byte
    {
        Size,
        Extension,
        Data,
        DataEnd,
        DataEndLine,
        End,
    }

    /// <summary>Whether the last chunk has been announced.</summary>
    public readonly bool IsAtEnd => _state == State.End;

    /// <summary>Takes the framing out of some bytes in place.</summary>
    /// <param name="bytes">The next bytes of the connection; afterwards they begin with the body's.</param>
    /// <param name="length">How many bytes of the body there are.</param>
    /// <returns>How many bytes of the connection are dealt with: all, unless the last chunk was announced.</returns>
    /// <exception cref="HttpIOException">The framing is broken.</exception>
    public int Strip(Span<byte> bytes, out int length)
    {
        length = 0;
        var position = 0;
        while (position < bytes.Length && !IsAtEnd)
        {
            if (_state != State.Data)
            {
                Step(bytes[position++]);
                continue;
            }
            var run = (int)Math.Min(_size, bytes.Length - position);
            bytes.Slice(position, run).CopyTo(bytes[length..]);
            length += run;
            position += run;
            _size -= run;
            if (_size == 0) _state = State.DataEnd;
        }
        return position;
    }

    private void Step(byte next)
    {
        switch (_state)
        {
            case State.Size when char.IsAsciiHexDigit((char)next):
                if (++_digits > MostDigits) throw Broken("a chunk's size is too large");
                _size = (_size << 4) | (uint)HexValue(next);
                break;
            case State.Size when next is (byte)';' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' && _digits > 0:
                _state = State.Extension;
                goto case State.Extension;
            case State.Extension:
                if (next == '\n') BeginChunk();
                else if (++_lineLength > LongestLine) throw Broken("the line of a chunk's size does not end");
                break;
            case State.DataEnd when next == '\r':
                _state = State.DataEndLine;
                break;
            case State.DataEnd or State.DataEndLine when next == '\n':
                _state = State.Size;
                break;
            default:
                throw Broken(_state == State.Size ? "a chunk's size is not a number" : "a chunk is longer than it said");
        }
    }

    private void BeginChunk()
    {
        _state = _size == 0 ? State.End : State.Data;
        (_digits, _lineLength) = (0, 0);
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static HttpIOException Broken(string what) => new(HttpRequestError.InvalidResponse, what);
}
