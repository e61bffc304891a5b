using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Weir.Lab.Tests.Simulator.Dialects;

/// <summary>Reads AWS's event stream by its specification, and checks both checksums of each message.</summary>
internal static class AwsEvents
{
    public static List<(string Type, JsonNode Data)> Read(byte[] bytes)
    {
        var events = new List<(string, JsonNode)>();
        for (var start = 0; start < bytes.Length;)
        {
            var message = bytes.AsSpan(start);
            var length = BinaryPrimitives.ReadInt32BigEndian(message);
            var headerLength = BinaryPrimitives.ReadInt32BigEndian(message[4..]);
            message = message[..length];
            BinaryPrimitives.ReadUInt32BigEndian(message[8..]).ShouldBe(Crc(message[..8]));
            BinaryPrimitives.ReadUInt32BigEndian(message[^4..]).ShouldBe(Crc(message[..^4]));
            var headers = Headers(message.Slice(12, headerLength));
            headers[":message-type"].ShouldBe("event");
            headers[":content-type"].ShouldBe("application/json");
            events.Add((headers[":event-type"], JsonNode.Parse(message[(12 + headerLength)..^4])!));
            start += length;
        }

        return events;
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> bytes)
    {
        var headers = new Dictionary<string, string>();
        while (bytes.Length > 0)
        {
            var name = Encoding.UTF8.GetString(bytes.Slice(1, bytes[0]));
            bytes = bytes[(1 + bytes[0])..];
            bytes[0].ShouldBe((byte)7);
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
            headers[name] = Encoding.UTF8.GetString(bytes.Slice(3, length));
            bytes = bytes[(3 + length)..];
        }

        return headers;
    }

    /// <summary>CRC-32 bit by bit; its check value is known: 0xCBF43926 for "123456789".</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFF_FFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB8_8320 & (0 - (crc & 1)));
        }

        return crc ^ 0xFFFF_FFFF;
    }
}
