namespace Weir.Dialects.Sse;

/// <summary>
/// One server-sent event at the start of a buffer, framed as the WHATWG HTML standard (9.2.6) says: lines end with LF, CRLF
/// or CR, an empty line ends the event, lines starting with a colon are comments.
/// </summary>
public readonly ref struct SseEvent
{
    private SseEvent(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> data, int dataLines)
    {
        Raw = raw;
        Data = data;
        DataLines = dataLines;
    }

    /// <summary>Every byte of the event, its closing empty line included.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>
    /// The payload of the first <c>data:</c> line, or empty. When <see cref="DataLines"/> is above one the payload is
    /// the lines joined by LF, which <see cref="CopyData"/> gives.
    /// </summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>How many <c>data:</c> lines the event has; 0 for a comment or a keep-alive.</summary>
    public int DataLines { get; }

    /// <summary>Reads the first event of a buffer.</summary>
    /// <param name="buffer">Bytes of the stream, starting where an event starts.</param>
    /// <param name="event">The event, pointing into the buffer.</param>
    /// <returns>False when the buffer holds no whole event yet.</returns>
    public static bool TryRead(ReadOnlySpan<byte> buffer, out SseEvent @event)
    {
        ReadOnlySpan<byte> data = default;
        var dataLines = 0;
        var position = 0;
        while (TryReadLine(buffer[position..], out var line, out var consumed))
        {
            position += consumed;
            if (line.IsEmpty)
            {
                @event = new SseEvent(buffer[..position], data, dataLines);
                return true;
            }
            if (IsData(position == consumed ? WithoutByteOrderMark(line) : line, out var value) && dataLines++ == 0) data = value;
        }
        @event = default;
        return false;
    }

    /// <summary>Joins the payloads of all <c>data:</c> lines by LF.</summary>
    /// <param name="destination">At least as long as <see cref="Raw"/>.</param>
    /// <returns>The number of bytes written.</returns>
    public int CopyData(Span<byte> destination)
    {
        var written = 0;
        var first = true;
        var position = 0;
        while (TryReadLine(Raw[position..], out var line, out var consumed))
        {
            var isData = IsData(position == 0 ? WithoutByteOrderMark(line) : line, out var value);
            position += consumed;
            if (!isData) continue;
            if (!first) destination[written++] = (byte)'\n';
            value.CopyTo(destination[written..]);
            written += value.Length;
            first = false;
        }
        return written;
    }

    private static bool TryReadLine(ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> line, out int consumed)
    {
        line = default;
        consumed = 0;
        var end = buffer.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0) return false;
        if (buffer[end] == '\r')
        {
            // Whether an LF belongs to this CR is known only once the next byte is there.
            if (end + 1 == buffer.Length) return false;
            consumed = buffer[end + 1] == '\n' ? 1 : 0;
        }
        line = buffer[..end];
        consumed += end + 1;
        return true;
    }

    private static bool IsData(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith("data"u8)) return false;
        if (line.Length == 4) return true;
        if (line[4] != ':') return false;
        value = line[5..];
        if (!value.IsEmpty && value[0] == ' ') value = value[1..];
        return true;
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> line) =>
        line.StartsWith("\uFEFF"u8) ? line[3..] : line;
}
