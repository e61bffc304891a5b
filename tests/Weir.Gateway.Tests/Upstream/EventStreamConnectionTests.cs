using System.Text;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Upstream;

/// <summary>Event streams read past the HTTP client, on connections that the client owns and uses again.</summary>
public sealed class EventStreamConnectionTests(ITestOutputHelper output)
{
    private const string Head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Events = "data: {\"a\":1}\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n";
    private const string Plain = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

    [Fact]
    public async Task A_stream_cut_at_any_byte_reads_the_same()
    {
        var whole = Bytes(Head + Chunked(Events[..20], Events[20..]));
        for (var at = 1; at < whole.Length; at++)
        {
            var (connection, client) = Connect([whole[..at], whole[at..]], [Bytes(Plain)]);
            using (client)
            {
                (await client.ReadAsync()).ShouldBe(Events, $"cut at {at}");
                // The connection is as good as new.
                (await client.ReadAsync()).ShouldBe("{}", $"cut at {at}");
                client.Connections.ShouldBe(1, $"cut at {at}");
            }
            connection.IsClosed.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Streams_in_random_chunks_and_pieces_read_the_same()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        for (var round = 0; round < 300; round++)
        {
            var texts = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Text(random)).ToArray();
            var (_, client) = Connect([.. texts.Select(text => Pieces(random, Bytes(Head + RandomlyChunked(random, text))))]);
            using (client)
            {
                foreach (var text in texts) (await client.ReadAsync(random.Next(1, 3000))).ShouldBe(text, $"round {round}");
                client.Connections.ShouldBe(1, $"round {round}");
            }
        }
    }

    [Theory]
    [InlineData("zz\r\nabc\r\n0\r\n\r\n")]
    [InlineData("\r\nabc\r\n0\r\n\r\n")]
    [InlineData("-1\r\nabc\r\n0\r\n\r\n")]
    [InlineData("2\r\nabc\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffffffff\r\nabc\r\n0\r\n\r\n")]
    public async Task Broken_framing_is_an_invalid_response(string body)
    {
        var (connection, client) = Connect([Bytes(Head + body)]);
        using var _ = client;

        var broken = await Should.ThrowAsync<HttpIOException>(() => client.ReadAsync());

        broken.HttpRequestError.ShouldBe(HttpRequestError.InvalidResponse);
        connection.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_chunk_size_without_end_is_an_invalid_response()
    {
        var (_, client) = Connect([Bytes(Head + "1"), Bytes(";" + new string('x', 5000))]);
        using var _ = client;

        (await Should.ThrowAsync<HttpIOException>(() => client.ReadAsync())).HttpRequestError.ShouldBe(HttpRequestError.InvalidResponse);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5\r\ndat")]
    [InlineData("5\r\ndata:\r")]
    [InlineData("5\r\ndata:\r\n0\r\n")]
    public async Task A_stream_that_ends_before_its_last_chunk_has_ended_early(string body)
    {
        var (_, client) = Connect([Bytes(Head + body), ScriptedConnection.End]);
        using var _ = client;

        (await Should.ThrowAsync<HttpIOException>(() => client.ReadAsync())).HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);
    }

    [Fact]
    public async Task Trailers_and_extensions_are_passed_over()
    {
        var (_, client) = Connect([Bytes(Head + "5;name=value\r\ndata:\r\n3 \r\n 1\n\r\n1\n\n\n0;last\r\nx-trailer: 1\r\n\r\n")], [Bytes(Plain)]);
        using var _ = client;

        (await client.ReadAsync()).ShouldBe("data: 1\n\n");
        (await client.ReadAsync()).ShouldBe("{}");
        client.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9\r\n\r\ndata: 1\n\n", "data: 1\n\n")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "{}")]
    [InlineData("HTTP/1.1 500 Oops\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "{}")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "{}")]
    public async Task Other_responses_are_the_clients(string response, string body)
    {
        var (_, client) = Connect([Bytes(response)], [Bytes(Head + Chunked(Events))]);
        using var _ = client;

        (await client.ReadAsync()).ShouldBe(body);
        (await client.ReadAsync()).ShouldBe(Events);
        client.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_head_larger_than_the_clients_buffer_is_read_whole()
    {
        var long_ = Head.Replace("\r\n\r\n", $"\r\nx-long: {new string('y', 9000)}\r\n\r\n", StringComparison.Ordinal);
        var (_, client) = Connect([Bytes(long_ + Chunked(Events))]);
        using var _ = client;

        (await client.ReadAsync()).ShouldBe(Events);
    }

    [Fact]
    public async Task Giving_up_a_read_closes_the_connection()
    {
        var (connection, client) = Connect([Bytes(Head + "5\r\ndata:\r\n")]);
        using var _ = client;
        using var stop = new CancellationTokenSource();
        await using var body = await client.OpenAsync();
        var buffer = new byte[100];
        (await body.ReadAsync(buffer)).ShouldBe(5);
        var reading = body.ReadAsync(buffer, stop.Token).AsTask();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading);
        connection.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public async Task Leaving_a_stream_unread_closes_the_connection()
    {
        var (connection, client) = Connect([Bytes(Head + Chunked(Events))]);
        using var _ = client;

        (await client.OpenAsync()).Dispose();

        connection.IsClosed.ShouldBeTrue();
    }

    private static (ScriptedConnection Connection, StreamClient Client) Connect(params byte[][][] responses)
    {
        var connection = new ScriptedConnection(responses);
        return (connection, new StreamClient(connection));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Chunked(params string[] chunks) => string.Concat(chunks.Select(chunk => $"{chunk.Length:x}\r\n{chunk}\r\n")) + "0\r\n\r\n";

    private static string RandomlyChunked(Random random, string text)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(text.Length - at, random.Next(4) == 0 ? random.Next(1, 9000) : random.Next(1, 300));
            result.Append(random.Next(2) == 0 ? $"{length:X}" : $"00{length:x}").Append(random.Next(5) == 0 ? ";q=\"1\"" : "");
            result.Append(random.Next(9) == 0 ? "\n" : "\r\n").Append(text, at, length).Append("\r\n");
            at += length;
        }
        return result.Append(random.Next(3) == 0 ? "0\r\nx-t: 1\r\n\r\n" : "0\r\n\r\n").ToString();
    }

    private static byte[][] Pieces(Random random, byte[] whole)
    {
        var pieces = new List<byte[]>();
        for (var at = 0; at < whole.Length;)
        {
            var length = Math.Min(whole.Length - at, random.Next(3) == 0 ? random.Next(1, 8) : random.Next(1, 6000));
            pieces.Add(whole[at..(at + length)]);
            at += length;
        }
        return [.. pieces];
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(0, 40); i >= 0; i--) text.Append("data: ").Append((char)random.Next('a', 'z'), random.Next(0, 900)).Append("\n\n");
        return text.ToString();
    }
}
