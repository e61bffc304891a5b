using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Weir.Dialects.Bedrock;

/// <summary>Writes messages in AWS's event stream encoding, as Bedrock does and tests and the simulator have to.</summary>
public static class AwsEventWriter
{
    /// <summary>Writes an event.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="type">Such as <c>contentBlockDelta</c>.</param>
    /// <param name="payload">A JSON text.</param>
    public static void WriteEvent(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> payload) =>
        Write(output, payload, (":event-type", type), (":content-type", "application/json"), (":message-type", "event"));

    /// <summary>Writes an exception, after which nothing follows.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="type">Such as <c>throttlingException</c>.</param>
    /// <param name="payload">A JSON text with a <c>message</c>.</param>
    public static void WriteException(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> payload) =>
        Write(output, payload, (":exception-type", type), (":content-type", "application/json"), (":message-type", "exception"));

    /// <summary>Writes a message whose headers are texts.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="payload">Any bytes.</param>
    /// <param name="headers">Names of 1 to 255 bytes, values of at most 65,535.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> payload, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var head = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in headers)
        {
            head.Write([(byte)Encoding.UTF8.GetByteCount(name)]);
            head.Write(Encoding.UTF8.GetBytes(name));
            head.Write([(byte)AwsHeaderType.Text]);
            BinaryPrimitives.WriteUInt16BigEndian(head.GetSpan(2), (ushort)Encoding.UTF8.GetByteCount(value));
            head.Advance(2);
            head.Write(Encoding.UTF8.GetBytes(value));
        }
        Write(output, payload, head.WrittenSpan);
    }

    /// <summary>Frames headers that are encoded already.</summary>
    internal static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> headers)
    {
        var total = 12 + headers.Length + payload.Length + 4;
        var message = output.GetSpan(total)[..total];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)total);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], (uint)headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.Of(message[..8]));
        headers.CopyTo(message[12..]);
        payload.CopyTo(message[(12 + headers.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[(total - 4)..], Crc32.Of(message[..(total - 4)]));
        output.Advance(total);
    }
}
