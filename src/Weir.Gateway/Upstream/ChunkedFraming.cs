using System.Globalization;

namespace Weir.Gateway.Upstream;

/// <summary>
/// Takes the chunked framing off a body that arrives piece by piece (RFC 9112, section 7.1). Stops before the last chunk, so
/// that whoever owns the connection reads that and the trailers.
/// </summary>
internal struct ChunkedFraming
{
    /// <summary>The longest line that announces a chunk, extensions included.</summary>
    private const int LongestLine = 1024;

    private long _left;
    private bool _closesChunk;

    /// <summary>Whether the last chunk has been reached.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Copies as much of the body as there is.</summary>
    /// <param name="framed">Bytes of the connection; starts where the last time stopped.</param>
    /// <param name="body">Where the body's bytes go.</param>
    /// <param name="written">How many bytes went there.</param>
    /// <returns>How many bytes of the connection are dealt with.</returns>
    /// <exception cref="HttpIOException">The framing is broken.</exception>
    public int Read(ReadOnlySpan<byte> framed, Span<byte> body, out int written)
    {
        var position = 0;
        written = 0;
        while (!IsAtEnd && written < body.Length)
        {
            if (_left == 0)
            {
                if (!TryBegin(framed[position..], out var line)) break;
                position += line;
                continue;
            }
            var length = (int)Math.Min(_left, Math.Min(framed.Length - position, body.Length - written));
            if (length == 0) break;
            framed.Slice(position, length).CopyTo(body[written..]);
            position += length;
            written += length;
            _left -= length;
            _closesChunk = _left == 0;
        }
        return position;
    }

    /// <summary>Passes the end of the chunk before and the line that announces the next one.</summary>
    private bool TryBegin(ReadOnlySpan<byte> framed, out int length)
    {
        length = 0;
        if (_closesChunk)
        {
            if (framed.IsEmpty || (framed[0] == '\r' && framed.Length == 1)) return false;
            length = framed[0] == '\r' ? 2 : 1;
            if (framed[length - 1] != '\n') throw Broken("a chunk is longer than it said");
            _closesChunk = false;
            framed = framed[length..];
            if (framed.IsEmpty) return true;
        }
        var end = framed.IndexOf((byte)'\n');
        if (end < 0) return framed.Length < LongestLine ? length > 0 : throw Broken("a chunk's size is missing");
        _left = SizeOf(framed[..end]);
        if (_left == 0) IsAtEnd = true;
        else length += end + 1;
        return true;
    }

    private static long SizeOf(ReadOnlySpan<byte> line)
    {
        var digits = line.IndexOfAny(";\r \t"u8);
        if (digits >= 0) line = line[..digits];
        return line.Length is > 0 and < 16 && long.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw Broken("a chunk's size is not a number");
    }

    private static HttpIOException Broken(string what) => new(HttpRequestError.InvalidResponse, what);
}
