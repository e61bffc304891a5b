using System.Buffers.Text;

namespace Weir.Bench.Upstream;

/// <summary>What a request asks for: <c>max_tokens</c> is the bytes of a plain answer or the events of a stream, <c>seed</c> the gap in ms.</summary>
internal readonly record struct UpstreamRequest(bool Streamed, int Size, int Gap)
{
    /// <summary>Reads what is needed from a body of JSON without parsing it: the tools know what they send.</summary>
    public static UpstreamRequest Read(ReadOnlySpan<byte> body, AnswerBook book)
    {
        var streamed = After(body, "\"stream\":"u8).StartsWith("true"u8);
        return new UpstreamRequest(
            streamed,
            Number(body, "\"max_tokens\":"u8, streamed ? book.Events : book.BodyBytes),
            Number(body, "\"seed\":"u8, book.GapMilliseconds));
    }

    private static int Number(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, int otherwise) =>
        Utf8Parser.TryParse(After(body, name), out int value, out _) ? value : otherwise;

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var at = body.IndexOf(name);
        return at < 0 ? default : body[(at + name.Length)..].TrimStart((byte)' ');
    }
}
