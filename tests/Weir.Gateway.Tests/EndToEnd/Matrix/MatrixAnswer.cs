using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Dialects;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Errors;
using Weir.Gateway.Tests.EndToEnd.Rescue;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>What an upstream of the matrix says, as the bytes of its dialect.</summary>
internal static class MatrixAnswer
{
    /// <summary>The answer that every upstream would give.</summary>
    public const string Text = "Once upon a time there was a beaver. The end.";

    private static readonly string[] Words = ["Once upon a time ", "there was a beaver. ", "The end."];

    /// <summary>Without a length, a body ends with its connection, so that every cut is a clean one too.</summary>
    public static byte[] Head(Dialect dialect, bool isStreamed, string? type = null)
    {
        var own = !isStreamed ? "application/json" : dialect == Dialect.Converse ? "application/vnd.amazon.eventstream" : "text/event-stream";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type ?? own}\r\nConnection: close\r\n\r\n");
    }

    /// <summary>The body in pieces: events, or parts of a plain answer.</summary>
    public static byte[][] Body(Dialect dialect, bool isStreamed)
    {
        if (isStreamed) return dialect == Dialect.Converse ? [.. BinarySpeech.Whole(Words)] : [.. Speech.Whole(dialect, Words).Select(Encoding.UTF8.GetBytes)];
        var whole = Encoding.UTF8.GetBytes(Plain(dialect));
        var middle = whole.AsSpan().IndexOf("beaver"u8);
        return [whole[..middle], whole[middle..^4], whole[^4..]];
    }

    /// <summary>An error, as a response or as an event, in the words of the dialect.</summary>
    public static byte[] Refusal(Dialect dialect, string fault, bool asEvent)
    {
        var (output, status) = (new ArrayBufferWriter<byte>(), int.Parse(fault, CultureInfo.InvariantCulture));
        var (type, code) = status switch { 429 => ("rate_limit_error", "rate_limit_exceeded"), 500 => ("server_error", "server_error"), _ => ("service_unavailable_error", "overloaded") };
        if (dialect != Dialect.Converse) DialectTable.Client(dialect).Write(new ClientError(status, type, code, "Not now.", null, "req"), asEvent, output);
        else if (asEvent) AwsEventWriter.WriteException(output, "serviceUnavailableException", """{"message":"Not now."}"""u8);
        else output.Write("""{"message":"Not now."}"""u8);
        return asEvent
            ? output.WrittenSpan.ToArray()
            : [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {fault} No\r\nContent-Type: application/json\r\nContent-Length: {output.WrittenCount}\r\n\r\n"), .. output.WrittenSpan];
    }

    private static string Plain(Dialect dialect) => dialect switch
    {
        Dialect.Chat => $$$"""{"id":"c","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":9,"total_tokens":19}}""",
        Dialect.Responses => $$$"""{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"up","output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{{Text}}}","annotations":[]}]}],"usage":{"input_tokens":10,"output_tokens":9,"total_tokens":19}}""",
        Dialect.Messages => $$$"""{"id":"msg_1","type":"message","role":"assistant","model":"up","content":[{"type":"text","text":"{{{Text}}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":9}}""",
        Dialect.Converse => $$$"""{"output":{"message":{"role":"assistant","content":[{"text":"{{{Text}}}"}]}},"stopReason":"end_turn","usage":{"inputTokens":10,"outputTokens":9,"totalTokens":19},"metrics":{"latencyMs":7}}""",
        _ => $$$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"{{{Text}}}"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":9,"totalTokenCount":19},"modelVersion":"up"}""",
    };
}
