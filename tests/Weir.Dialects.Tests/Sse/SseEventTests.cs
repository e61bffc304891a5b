using System.Text;
using Weir.Dialects.Sse;
using Weir.Testing;

namespace Weir.Dialects.Tests.Sse;

public sealed class SseEventTests
{
    private const char Between = '\u241E';

    public static TheoryData<string, string[]> Streams => new()
    {
        { "data: a\n\ndata: b\n\n", ["a", "b"] },
        { "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"] },
        { "data: a\r\rdata: b\r\r\n", ["a", "b"] },
        { "data:a\n\ndata:  b\n\n", ["a", " b"] },
        { ": keep-alive\n\ndata: a\n\n", ["", "a"] },
        { "event: x\nid: 1\ndata: a\nretry: 5\n\n", ["a"] },
        { "data: one\ndata: two\ndata\ndata: four\n\n", ["one\ntwo\n\nfour"] },
        { "\uFEFFdata: a\n\n", ["a"] },
        { "database: no\n\n", [""] },
        { "data: {\"text\":\"größer 🙂\"}\n\ndata: [DONE]\n\n", ["{\"text\":\"größer 🙂\"}", "[DONE]"] },
        { "\n\ndata: a\n\n", ["", "", "a"] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_gives_the_same_events_however_it_is_split(string stream, string[] payloads)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var split = 0; split <= bytes.Length; split++)
            Read(bytes, [split, bytes.Length - split]).ShouldBe(string.Join(Between, payloads), $"split at {split}");
        Read(bytes, Enumerable.Repeat(1, bytes.Length)).ShouldBe(string.Join(Between, payloads), "byte by byte");
        var seed = Seeds.Next();
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
            Read(bytes, Pieces(random, bytes.Length)).ShouldBe(string.Join(Between, payloads), $"WEIR_TEST_SEED={seed}, round {round}");
    }

    [Fact]
    public void Every_byte_of_the_stream_belongs_to_exactly_one_event()
    {
        var bytes = "data: a\r\n\r\n: c\n\nevent: x\ndata: b\n\ndata: rest"u8.ToArray();
        var position = 0;
        while (SseEvent.TryRead(bytes.AsSpan(position), out var @event)) position += @event.Raw.Length;
        Encoding.UTF8.GetString(bytes, position, bytes.Length - position).ShouldBe("data: rest");
    }

    [Fact]
    public void Reading_an_event_allocates_nothing()
    {
        var bytes = "data: {\"choices\":[]}\n\n"u8.ToArray();
        Allocated.By(() => SseEvent.TryRead(bytes, out _)).ShouldBe(0);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(200)];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = "data: \r\n:x\0\uFEFF"u8[random.Next(14)];
            var position = 0;
            while (SseEvent.TryRead(bytes.AsSpan(position), out var @event))
            {
                @event.CopyData(new byte[@event.Raw.Length]).ShouldBeLessThanOrEqualTo(@event.Raw.Length, $"WEIR_TEST_SEED={seed}");
                position += @event.Raw.Length;
            }
        }
    }

    private static string Read(byte[] stream, IEnumerable<int> pieces)
    {
        var payloads = new List<string>();
        var buffer = new List<byte>();
        var position = 0;
        foreach (var piece in pieces)
        {
            buffer.AddRange(stream.AsSpan(position, piece));
            position += piece;
            while (SseEvent.TryRead(buffer.ToArray(), out var @event))
            {
                var data = new byte[@event.Raw.Length];
                payloads.Add(Encoding.UTF8.GetString(data, 0, @event.CopyData(data)));
                if (@event.DataLines == 1) Encoding.UTF8.GetString(@event.Data).ShouldBe(payloads[^1]);
                buffer.RemoveRange(0, @event.Raw.Length);
            }
        }
        return string.Join(Between, payloads);
    }

    private static IEnumerable<int> Pieces(Random random, int length)
    {
        while (length > 0)
        {
            var piece = random.Next(0, Math.Min(length, 7) + 1);
            length -= piece;
            yield return piece;
        }
    }
}
