using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Converse;

/// <summary>
/// AWS's event stream: total length, length of the headers, checksum of these two, headers, payload, checksum of it all;
/// numbers are big-endian, checksums the CRC-32 of zip files.
/// </summary>
internal sealed class AwsEventFraming : IEventFraming
{
    private const int Prelude = 8;
    private const int Checksum = 4;
    private const byte StringHeader = 7;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public void Frame(IBufferWriter<byte> output, string? name, ReadOnlySpan<byte> data)
    {
        var headers = new ArrayBufferWriter<byte>();
        Header(headers, ":event-type", name ?? "");
        Header(headers, ":content-type", "application/json");
        Header(headers, ":message-type", "event");
        var length = Prelude + Checksum + headers.WrittenCount + data.Length + Checksum;
        var message = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteInt32BigEndian(message, length);
        BinaryPrimitives.WriteInt32BigEndian(message[4..], headers.WrittenCount);
        BinaryPrimitives.WriteUInt32BigEndian(message[Prelude..], Crc(message[..Prelude]));
        headers.WrittenSpan.CopyTo(message[(Prelude + Checksum)..]);
        data.CopyTo(message[(Prelude + Checksum + headers.WrittenCount)..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[^Checksum..], Crc(message[..^Checksum]));
        output.Advance(length);
    }

    private static void Header(ArrayBufferWriter<byte> headers, string name, string value)
    {
        headers.Write([(byte)name.Length]);
        Encoding.UTF8.GetBytes(name, headers);
        headers.Write([StringHeader, (byte)(value.Length >> 8), (byte)value.Length]);
        Encoding.UTF8.GetBytes(value, headers);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Entry(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            entry = (entry & 1) == 1 ? 0xEDB8_8320 ^ (entry >> 1) : entry >> 1;
        return entry;
    }
}
