using System.Buffers.Binary;

namespace Weir.Dialects.Bedrock;

/// <summary>
/// One message at the start of a buffer in AWS's event stream encoding (<c>application/vnd.amazon.eventstream</c>): total length,
/// headers' length, checksum of both; headers; payload; checksum of everything before it. Numbers are big endian.
/// </summary>
public readonly ref struct AwsEvent
{
    /// <summary>Longest message accepted, in bytes; those of Bedrock are some hundred bytes long.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Longest headers accepted, in bytes: AWS's own limit.</summary>
    public const int MaxHeadersLength = 128 * 1024;

    private const int PreludeLength = 12;
    private const int ChecksumLength = 4;

    private readonly ReadOnlySpan<byte> _headers;

    private AwsEvent(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload)
    {
        Raw = raw;
        _headers = headers;
        Payload = payload;
    }

    /// <summary>Every byte of the message.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The header <c>:message-type</c>: <c>event</c>, <c>exception</c> or <c>error</c>; or empty.</summary>
    public ReadOnlySpan<byte> MessageType => Text(":message-type"u8);

    /// <summary>The header <c>:event-type</c> such as <c>contentBlockDelta</c>, or empty.</summary>
    public ReadOnlySpan<byte> EventType => Text(":event-type"u8);

    /// <summary>The header <c>:exception-type</c> such as <c>throttlingException</c>, or <c>:error-code</c>; or empty.</summary>
    public ReadOnlySpan<byte> ExceptionType => Text(":exception-type"u8) is { IsEmpty: false } type ? type : Text(":error-code"u8);

    /// <summary>Writes the name under which <see cref="ConverseDialect"/>'s reader wants the payload: the event's type, or the exception's with <c>exception:</c> in front.</summary>
    /// <param name="destination">128 bytes hold every name that there is; of a longer one, as much is written as fits.</param>
    /// <returns>The number of bytes written.</returns>
    public int CopyName(Span<byte> destination)
    {
        var prefix = MessageType.SequenceEqual("exception"u8) || MessageType.SequenceEqual("error"u8) ? "exception:"u8 : default;
        var name = prefix.IsEmpty ? EventType : ExceptionType;
        prefix = prefix[..Math.Min(prefix.Length, destination.Length)];
        prefix.CopyTo(destination);
        name = name[..Math.Min(name.Length, destination.Length - prefix.Length)];
        name.CopyTo(destination[prefix.Length..]);
        return prefix.Length + name.Length;
    }

    /// <summary>Reads the first message of a buffer.</summary>
    /// <param name="buffer">Bytes of the stream, starting where a message starts.</param>
    /// <param name="event">The message, pointing into the buffer.</param>
    /// <param name="isCorrupt">Whether what is there is no message and never will be: a checksum is wrong, a length impossible, a header malformed.</param>
    /// <returns>False when the buffer holds no whole message yet, or a corrupt one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> buffer, out AwsEvent @event, out bool isCorrupt)
    {
        @event = default;
        isCorrupt = false;
        if (buffer.Length < PreludeLength) return false;
        var total = BinaryPrimitives.ReadUInt32BigEndian(buffer);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        isCorrupt = Crc32.Of(buffer[..8]) != BinaryPrimitives.ReadUInt32BigEndian(buffer[8..])
            || total > MaxLength || headers > MaxHeadersLength || total < PreludeLength + headers + ChecksumLength;
        if (isCorrupt || (uint)buffer.Length < total) return false;
        var raw = buffer[..(int)total];
        var end = raw.Length - ChecksumLength;
        var head = raw.Slice(PreludeLength, (int)headers);
        isCorrupt = Crc32.Of(raw[..end]) != BinaryPrimitives.ReadUInt32BigEndian(raw[end..]) || !AreHeaders(head);
        if (isCorrupt) return false;
        @event = new AwsEvent(raw, head, raw[(PreludeLength + (int)headers)..end]);
        return true;
    }

    /// <summary>Looks for a header.</summary>
    /// <param name="name">Its name, case and all.</param>
    /// <param name="type">The type of its value.</param>
    /// <param name="value">The value's bytes, without the length that stands before texts and byte arrays; empty for <c>true</c> and <c>false</c>.</param>
    public bool TryGetHeader(ReadOnlySpan<byte> name, out AwsHeaderType type, out ReadOnlySpan<byte> value)
    {
        var rest = _headers;
        while (TryTakeHeader(ref rest, out var found, out type, out value))
            if (found.SequenceEqual(name)) return true;
        return false;
    }

    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> name) =>
        TryGetHeader(name, out var type, out var value) && type == AwsHeaderType.Text ? value : default;

    private static bool AreHeaders(ReadOnlySpan<byte> headers)
    {
        while (TryTakeHeader(ref headers, out _, out _, out _))
        {
        }
        return headers.IsEmpty;
    }

    private static bool TryTakeHeader(scoped ref ReadOnlySpan<byte> headers, out ReadOnlySpan<byte> name, out AwsHeaderType type, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        type = default;
        if (headers.Length < 2 || headers[0] == 0 || headers.Length < 2 + headers[0]) return false;
        name = headers.Slice(1, headers[0]);
        type = (AwsHeaderType)headers[1 + name.Length];
        var rest = headers[(2 + name.Length)..];
        var length = FixedLength(type);
        if (length is null)
        {
            if (type > AwsHeaderType.Uuid || rest.Length < 2) return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            rest = rest[2..];
        }
        if (rest.Length < length) return false;
        value = rest[..length.Value];
        headers = rest[length.Value..];
        return true;
    }

    private static int? FixedLength(AwsHeaderType type) => type switch
    {
        AwsHeaderType.True or AwsHeaderType.False => 0,
        AwsHeaderType.Int8 => 1,
        AwsHeaderType.Int16 => 2,
        AwsHeaderType.Int32 => 4,
        AwsHeaderType.Int64 or AwsHeaderType.Timestamp => 8,
        AwsHeaderType.Uuid => 16,
        _ => null,
    };
}
