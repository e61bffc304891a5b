using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Weir.Dialects;
using Weir.Dialects.Errors;
using Weir.Gateway.Tests.EndToEnd.Rescue;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>An upstream that plays the fault of one cell, byte by byte, on the test's clock.</summary>
internal static class MatrixUpstream
{
    /// <summary>The answer that every upstream would give.</summary>
    public const string Text = "Once upon a time there was a beaver. The end.";

    private const string Garbage = "\u0001\u0002{]<not json>\n\n";
    private static readonly string[] Words = ["Once upon a time ", "there was a beaver. ", "The end."];

    /// <summary>Between two pieces of slow bytes; shorter than the limit between two pieces of an answer.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>An upstream that is well.</summary>
    public static RawUpstream Well(Dialect dialect, bool isStreamed) => new(Head(isStreamed) + string.Concat(BodyOf(dialect, isStreamed)));

    /// <summary>The upstream of a cell.</summary>
    public static RawUpstream Of(MatrixCell cell, TimeProvider clock) => new(socket => PlayAsync(cell, socket, clock));

    private static async Task PlayAsync(MatrixCell cell, Socket socket, TimeProvider clock)
    {
        var body = BodyOf(cell.Dialect, cell.IsStreamed);
        var head = Head(cell.IsStreamed, cell.Fault == "wrong-type" ? "text/plain" : null);
        var (before, after) = cell.Phase switch
        {
            "headers" when cell.Fault is "cut" or "stall" => (head[..20], head[20..] + string.Concat(body)),
            "headers" => ("", head + string.Concat(body)),
            "first-token" => (head, string.Concat(body)),
            "mid-stream" => (head + string.Concat(body[..^EndOf(cell)][..^1]), string.Concat(body[..^EndOf(cell)][^1..]) + string.Concat(body[^EndOf(cell)..])),
            _ => (head + string.Concat(body[..^1]), body[^1]),
        };
        await SendAsync(socket, before);
        switch (cell.Fault)
        {
            case "429" or "500" or "529": await SendAsync(socket, Refusal(cell)); break;
            case "reset": await RawUpstream.ResetAsync(socket); break;
            case "silence" or "stall": await UntilGoneAsync(socket); break;
            case "slow": await DripAsync(socket, before, after, clock); break;
            case "garbage": await SendAsync(socket, string.Concat(Enumerable.Repeat(Garbage, 20))); break;
            case "wrong-type": await SendAsync(socket, after); break;
        }
    }

    /// <summary>How many pieces make up the end: the events that follow a stream's text, or what closes a plain answer.</summary>
    private static int EndOf(MatrixCell cell) => cell.IsStreamed && cell.Upstream != "gemini" ? 3 : 1;

    private static async Task DripAsync(Socket socket, string before, string after, TimeProvider clock)
    {
        // Before the answer for longer than anybody waits; within it in a few pieces.
        var size = before.Contains(Words[0].Trim(), StringComparison.Ordinal) ? (after.Length / 4) + 1 : 1;
        foreach (var piece in after.Chunk(size))
        {
            await Task.Delay(Slow, clock);
            await SendAsync(socket, new string(piece));
        }
    }

    private static async Task UntilGoneAsync(Socket socket)
    {
        while (await socket.ReceiveAsync(new byte[256]) > 0)
        {
        }
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>An error, as a response or as an event, in the words of the dialect.</summary>
    private static string Refusal(MatrixCell cell)
    {
        var output = new ArrayBufferWriter<byte>();
        var status = int.Parse(cell.Fault, System.Globalization.CultureInfo.InvariantCulture);
        var (type, code) = status switch { 429 => ("rate_limit_error", "rate_limit_exceeded"), 500 => ("server_error", "server_error"), _ => ("service_unavailable_error", "overloaded") };
        DialectTable.Client(cell.Dialect).Write(new ClientError(status, type, code, "Not now.", null, "req"), asEvent: cell.Phase != "headers", output);
        var error = Encoding.UTF8.GetString(output.WrittenSpan);
        return cell.Phase == "headers" ? $"HTTP/1.1 {cell.Fault} No\r\nContent-Type: application/json\r\nContent-Length: {output.WrittenCount}\r\n\r\n{error}" : error;
    }

    /// <summary>A body without a length ends with its connection, so that every cut is a clean one too; those of plain answers have one.</summary>
    private static string Head(bool isStreamed, string? type = null) => isStreamed
        ? $"HTTP/1.1 200 OK\r\nContent-Type: {type ?? "text/event-stream"}\r\nConnection: close\r\n\r\n"
        : $"HTTP/1.1 200 OK\r\nContent-Type: {type ?? "application/json"}\r\nConnection: close\r\n\r\n";

    /// <summary>The body in pieces: events, or parts of a plain answer.</summary>
    private static string[] BodyOf(Dialect dialect, bool isStreamed)
    {
        if (isStreamed) return [.. Speech.Whole(dialect, Words)];
        var whole = Plain(dialect);
        var middle = whole.IndexOf("beaver", StringComparison.Ordinal);
        return [whole[..middle], whole[middle..^4], whole[^4..]];
    }

    private static string Plain(Dialect dialect) => dialect switch
    {
        Dialect.Chat => $$$"""{"id":"c","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":9,"total_tokens":19}}""",
        Dialect.Responses => $$$"""{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"up","output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{{Text}}}","annotations":[]}]}],"usage":{"input_tokens":10,"output_tokens":9,"total_tokens":19}}""",
        Dialect.Messages => $$$"""{"id":"msg_1","type":"message","role":"assistant","model":"up","content":[{"type":"text","text":"{{{Text}}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":9}}""",
        _ => $$$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"{{{Text}}}"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":9,"totalTokenCount":19},"modelVersion":"up"}""",
    };
}
