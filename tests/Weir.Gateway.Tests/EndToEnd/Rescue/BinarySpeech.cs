using System.Buffers;
using System.Text;
using Weir.Dialects.Bedrock;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>A streamed answer as Bedrock sends it, message by message: what <see cref="Speech"/> is for events of text.</summary>
internal static class BinarySpeech
{
    /// <summary>The messages of an answer up to its end.</summary>
    /// <param name="words">The pieces of its text, which need no escape in JSON.</param>
    public static IEnumerable<byte[]> Begin(IEnumerable<string> words) =>
    [
        Message("messageStart", """{"role":"assistant"}"""),
        .. words.Select(word => Message("contentBlockDelta", $$$"""{"contentBlockIndex":0,"delta":{"text":"{{{word}}}"}}""")),
    ];

    /// <summary>The messages of a whole answer.</summary>
    /// <param name="words">The pieces of its text, which need no escape in JSON.</param>
    public static IEnumerable<byte[]> Whole(IEnumerable<string> words) =>
    [
        .. Begin(words),
        Message("contentBlockStop", """{"contentBlockIndex":0}"""),
        Message("messageStop", """{"stopReason":"end_turn"}"""),
        Message("metadata", """{"usage":{"inputTokens":100,"outputTokens":40,"totalTokens":140},"metrics":{"latencyMs":7}}"""),
    ];

    private static byte[] Message(string type, string payload)
    {
        var output = new ArrayBufferWriter<byte>();
        AwsEventWriter.WriteEvent(output, type, Encoding.UTF8.GetBytes(payload));
        return output.WrittenSpan.ToArray();
    }
}
