using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;


namespace Weir.Bench.Upstream;

/// <summary>The bytes that the upstream answers with.</summary>
/// <param name="bodyBytes">Size of a plain answer whose request does not say.</param>
/// <param name="events">Events of a stream whose request does not say.</param>
/// <param name="gapMilliseconds">Time between them when the request does not say.</param>
internal sealed class AnswerBook(int bodyBytes, int events, int gapMilliseconds)
{
    /// <summary>Stands before the timestamp in an event's content.</summary>
    public const string Mark = "\"content\":\"@";

    /// <summary>Digits of the timestamp.</summary>
    public const int StampLength = 19;

    private const string Usage = "\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":100,\"total_tokens\":300}";
    private readonly ConcurrentDictionary<int, byte[]> _plain = [];
    private readonly byte[] _event = Chunk(Delta($"{{{Mark}{new string('0', StampLength)} a few words of text, as tokens come\"}}", "null"));
    private int _stampAt = -1;

    public int BodyBytes { get; } = bodyBytes;

    public int Events { get; } = events;

    public int GapMilliseconds { get; } = gapMilliseconds;

    /// <summary>Head and first event of a stream.</summary>
    public byte[] StreamStart { get; } =
    [
        .. "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nx-request-id: req_bench\r\nTransfer-Encoding: chunked\r\n\r\n"u8,
        .. Chunk(Delta("{\"role\":\"assistant\",\"content\":\"\"}", "null")),
    ];

    /// <summary>Why it stopped, what was used, the end.</summary>
    public byte[] StreamEnd { get; } =
    [
        .. Chunk(Delta("{}", "\"stop\"")),
        .. Chunk($"data: {{{Start},\"choices\":[],{Usage}}}\n\n"),
        .. Chunk("data: [DONE]\n\n"),
        .. "0\r\n\r\n"u8,
    ];

    public byte[] NotFound { get; } = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray();

    public byte[] LengthRequired { get; } = "HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private static string Start =>
        "\"id\":\"chatcmpl-0123456789abcdef0123456789\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m-upstream\"";

    /// <summary>An event that says when it was sent. The same array every time: send it before asking again.</summary>
    public ReadOnlySpan<byte> EventAt(long now)
    {
        if (_stampAt < 0) _stampAt = _event.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Mark)) + Mark.Length;
        Utf8Formatter.TryFormat(now, _event.AsSpan(_stampAt, StampLength), out _, new('D', StampLength));
        return _event;
    }

    /// <summary>A plain answer with a body of about that many bytes.</summary>
    public byte[] Plain(int bytes) => _plain.GetOrAdd(bytes, static bytes =>
    {
        const string Front = "{\"id\":\"chatcmpl-0123456789abcdef0123456789\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"m-upstream\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        const string Back = "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + Usage + ",\"system_fingerprint\":null}";
        var content = new StringBuilder();
        while (content.Length < bytes - Front.Length - Back.Length) content.Append("lorem ipsum ");
        content.Length = Math.Max(0, bytes - Front.Length - Back.Length);
        var body = Front + content + Back;
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_bench\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    });

    private static string Delta(string delta, string finish) =>
        $"data: {{{Start},\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]}}\n\n";

    private static byte[] Chunk(string text) => Encoding.ASCII.GetBytes($"{text.Length:x}\r\n{text}\r\n");
}
