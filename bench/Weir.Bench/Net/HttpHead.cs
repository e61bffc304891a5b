using System.Buffers.Text;
using System.Text;

namespace Weir.Bench.Net;

/// <summary>What the tools need of an HTTP/1.1 head: from the first line to the empty one.</summary>
internal static class HttpHead
{
    /// <summary>The value of a header, or empty.</summary>
    public static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            head = head[(end + 2)..];
            if (head.Length > name.Length && head[name.Length] == ':' && Ascii.EqualsIgnoreCase(head[..name.Length], name))
            {
                var value = head[(name.Length + 1)..];
                return value[..value.IndexOf("\r\n"u8)].Trim((byte)' ');
            }
        }

        return default;
    }

    /// <summary>-1 when there is none.</summary>
    public static int ContentLength(ReadOnlySpan<byte> head) =>
        Utf8Parser.TryParse(Header(head, "content-length"u8), out int length, out _) ? length : -1;

    public static bool IsChunked(ReadOnlySpan<byte> head) =>
        Ascii.EqualsIgnoreCase(Header(head, "transfer-encoding"u8), "chunked"u8);

    public static bool IsClosing(ReadOnlySpan<byte> head) => Ascii.EqualsIgnoreCase(Header(head, "connection"u8), "close"u8);

    /// <summary>The status of an answer.</summary>
    public static int Status(ReadOnlySpan<byte> head) => Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _) ? status : 0;
}
