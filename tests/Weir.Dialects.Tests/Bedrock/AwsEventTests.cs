using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Weir.Dialects.Bedrock;
using Weir.Testing;

namespace Weir.Dialects.Tests.Bedrock;

public sealed class AwsEventTests
{
    [Fact]
    public void The_checksum_is_the_one_that_everybody_has() => Crc32.Of("123456789"u8).ShouldBe(0xCBF43926);

    /// <summary>The vectors of AWS's SDKs: no headers and no payload; no headers; one header; all from the wire.</summary>
    [Theory]
    [InlineData("000000100000000005C248EB7D98C8FF", "")]
    [InlineData("0000001D00000000FD528C5A7B27666F6F273A27626172277DC3653936", "{'foo':'bar'}")]
    [InlineData("0000003D0000002007FD83960C636F6E74656E742D747970650700106170706C69636174696F6E2F6A736F6E7B27666F6F273A27626172277D8D9C08B1", "{'foo':'bar'}")]
    public void Messages_of_the_specification_are_read(string hex, string payload)
    {
        var bytes = Convert.FromHexString(hex);
        AwsEvent.TryRead(bytes, out var message, out var isCorrupt).ShouldBeTrue();
        isCorrupt.ShouldBeFalse();
        message.Raw.Length.ShouldBe(bytes.Length);
        Encoding.UTF8.GetString(message.Payload).ShouldBe(payload);
        if (bytes.Length > 60)
        {
            message.TryGetHeader("content-type"u8, out var type, out var value).ShouldBeTrue();
            (type, Encoding.UTF8.GetString(value)).ShouldBe((AwsHeaderType.Text, "application/json"));
        }
    }

    [Fact]
    public void What_is_written_is_read_event_by_event()
    {
        var output = new ArrayBufferWriter<byte>();
        AwsEventWriter.WriteEvent(output, "messageStart", "{}"u8);
        AwsEventWriter.WriteException(output, "throttlingException", """{"message":"slow"}"""u8);
        AwsEventWriter.Write(output, default, (":message-type", "error"), (":error-code", "InternalError"));
        var rest = output.WrittenSpan;
        AwsEvent.TryRead(rest, out var first, out _).ShouldBeTrue();
        (Encoding.ASCII.GetString(first.MessageType), Encoding.ASCII.GetString(first.EventType), first.ExceptionType.IsEmpty).ShouldBe(("event", "messageStart", true));
        AwsEvent.TryRead(rest = rest[first.Raw.Length..], out var second, out _).ShouldBeTrue();
        (Encoding.ASCII.GetString(second.MessageType), Encoding.ASCII.GetString(second.ExceptionType), second.EventType.IsEmpty).ShouldBe(("exception", "throttlingException", true));
        AwsEvent.TryRead(rest = rest[second.Raw.Length..], out var third, out _).ShouldBeTrue();
        (Encoding.ASCII.GetString(third.MessageType), Encoding.ASCII.GetString(third.ExceptionType), third.Payload.IsEmpty).ShouldBe(("error", "InternalError", true));
        rest[third.Raw.Length..].IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("event", ":event-type", "messageStop", 128, "messageStop")]
    [InlineData("exception", ":exception-type", "throttlingException", 128, "exception:throttlingException")]
    [InlineData("error", ":error-code", "InternalError", 128, "exception:InternalError")]
    [InlineData("error", ":error-code", "InternalError", 12, "exception:In")]
    [InlineData("error", ":error-code", "InternalError", 4, "exce")]
    [InlineData("event", ":event-type", "messageStop", 4, "mess")]
    [InlineData("event", "other", "messageStop", 4, "")]
    public void A_message_has_the_name_that_the_reader_wants(string type, string header, string value, int room, string name)
    {
        var output = new ArrayBufferWriter<byte>();
        AwsEventWriter.Write(output, "{}"u8, (":message-type", type), (header, value));
        AwsEvent.TryRead(output.WrittenSpan, out var message, out _).ShouldBeTrue();
        var destination = new byte[room];
        Encoding.ASCII.GetString(destination, 0, message.CopyName(destination)).ShouldBe(name);
    }

    [Fact]
    public void Every_type_of_header_is_known()
    {
        var headers = new List<byte>();
        int[] lengths = [0, 0, 1, 2, 4, 8, 3, 3, 8, 16];
        for (var type = 0; type < lengths.Length; type++)
        {
            headers.AddRange([1, (byte)('a' + type), (byte)type]);
            if (type is 6 or 7) headers.AddRange([0, 3]);
            headers.AddRange(Enumerable.Repeat((byte)(type + 1), lengths[type]));
        }
        var message = Framed([.. headers], "x"u8);
        AwsEvent.TryRead(message, out var read, out _).ShouldBeTrue();
        for (var type = 0; type < lengths.Length; type++)
        {
            read.TryGetHeader([(byte)('a' + type)], out var found, out var value).ShouldBeTrue();
            ((int)found, value.Length).ShouldBe((type, lengths[type]));
            value.ContainsAnyExcept((byte)(type + 1)).ShouldBeFalse();
        }
        read.TryGetHeader("z"u8, out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 5, 97, 0 })]
    [InlineData(new byte[] { 1, 97, 10 })]
    [InlineData(new byte[] { 1, 97, 255 })]
    [InlineData(new byte[] { 1, 97, 4, 0, 0 })]
    [InlineData(new byte[] { 1, 97, 7, 0 })]
    [InlineData(new byte[] { 1, 97, 7, 0, 2, 97 })]
    public void Malformed_headers_are_corrupt(byte[] headers)
    {
        AwsEvent.TryRead(Framed(headers, default), out _, out var isCorrupt).ShouldBeFalse();
        isCorrupt.ShouldBeTrue();
    }

    [Fact]
    public void A_part_of_a_message_is_neither_read_nor_corrupt()
    {
        var message = Framed([], "payload"u8);
        for (var length = 0; length < message.Length; length++)
        {
            AwsEvent.TryRead(message.AsSpan(0, length), out _, out var isCorrupt).ShouldBeFalse();
            isCorrupt.ShouldBeFalse();
        }
    }

    [Fact]
    public void Any_flipped_bit_is_noticed()
    {
        var message = Framed([1, 97, 7, 0, 1, 98], "payload"u8);
        for (var bit = 0; bit < 8 * message.Length; bit++)
        {
            var damaged = message.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AwsEvent.TryRead(damaged, out _, out var isCorrupt).ShouldBeFalse();
            isCorrupt.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 0)]
    [InlineData(16, 1)]
    [InlineData(AwsEvent.MaxLength + 1, 0)]
    [InlineData(AwsEvent.MaxLength, AwsEvent.MaxHeadersLength + 1)]
    [InlineData(-1, 0)]
    [InlineData(16, -1)]
    public void Impossible_lengths_are_corrupt_before_anything_is_waited_for(int total, int headers)
    {
        var prelude = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(prelude, total);
        BinaryPrimitives.WriteInt32BigEndian(prelude.AsSpan(4), headers);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), Crc32.Of(prelude.AsSpan(0, 8)));
        AwsEvent.TryRead(prelude, out _, out var isCorrupt).ShouldBeFalse();
        isCorrupt.ShouldBeTrue();
    }

    [Fact]
    public void Reading_costs_no_memory()
    {
        var output = new ArrayBufferWriter<byte>();
        AwsEventWriter.WriteEvent(output, "contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":" word"}}"""u8);
        var message = output.WrittenSpan.ToArray();
        var read = 0;
        Allocated.By(() =>
        {
            if (AwsEvent.TryRead(message, out var @event, out _) && @event.EventType.SequenceEqual("contentBlockDelta"u8)) read++;
        }).ShouldBe(0);
        read.ShouldBe(Allocated.Rounds * Allocated.Times);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        const int Seed = 20260803;
        var random = new Random(Seed);
        for (var round = 0; round < 5000; round++)
        {
            var headers = new byte[random.Next(40)];
            random.NextBytes(headers);
            var bytes = Framed(headers, default);
            if (random.Next(2) == 0) random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
            Should.NotThrow(() => AwsEvent.TryRead(bytes, out var read, out _) && read.EventType.IsEmpty, $"seed {Seed}: {Convert.ToHexString(bytes)}");
        }
    }

    private static byte[] Framed(byte[] headers, ReadOnlySpan<byte> payload)
    {
        var output = new ArrayBufferWriter<byte>();
        AwsEventWriter.Write(output, payload, headers);
        return output.WrittenSpan.ToArray();
    }
}
