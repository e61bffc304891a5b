using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

/// <summary>How connections end, seen from a raw socket.</summary>
public sealed class FaultSocketTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_comes_before_any_byte(bool stream)
    {
        var (text, wasReset) = await ExchangeAsync("reset", stream);
        text.ShouldBe("");
        wasReset.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_mid_comes_after_some_bytes(bool stream)
    {
        var (text, wasReset) = await ExchangeAsync("reset-mid:3", stream);
        text.ShouldStartWith("HTTP/1.1 200 OK");
        wasReset.ShouldBeTrue();
        if (stream)
            Contents(text).ShouldBe(4);
    }

    [Fact]
    public async Task Cut_closes_in_the_middle_without_the_end_of_the_body()
    {
        var (text, wasReset) = await ExchangeAsync("cut:3", true);
        wasReset.ShouldBeFalse();
        Contents(text).ShouldBe(4);
        text.ShouldNotEndWith("0\r\n\r\n");
    }

    [Fact]
    public async Task Cut_of_a_plain_answer_leaves_less_than_was_announced()
    {
        var (text, wasReset) = await ExchangeAsync("cut", false);
        wasReset.ShouldBeFalse();
        var announced = int.Parse(text.Split("Content-Length: ")[1].Split('\r')[0]);
        Encoding.UTF8.GetByteCount(text.Split("\r\n\r\n", 2)[1]).ShouldBeLessThan(announced);
    }

    [Fact]
    public async Task End_closes_the_body_in_good_order()
    {
        var (text, wasReset) = await ExchangeAsync("end:3", true);
        wasReset.ShouldBeFalse();
        text.ShouldEndWith("0\r\n\r\n");
        Contents(text).ShouldBe(4);
    }

    [Fact]
    public async Task Stall_without_a_time_lasts_until_the_client_leaves()
    {
        var arrival = simulator.Server.NextRequestAsync(CancellationToken.None);
        using var client = await SendAsync("stall:3", true);
        var stream = client.GetStream();
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (Contents(text.ToString()) < 4)
            text.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20))));
        var record = await arrival;
        record.Finished.IsCompleted.ShouldBeFalse();
        client.Close();
        await record.Finished.WaitAsync(TimeSpan.FromSeconds(20));
        record.ClientWentAway.ShouldBeTrue();
        record.TokensSent.ShouldBe(3);
    }

    [Fact]
    public async Task A_fault_is_not_taken_for_a_client_that_left()
    {
        var arrival = simulator.Server.NextRequestAsync(CancellationToken.None);
        await ExchangeAsync("reset", false);
        var record = await arrival;
        await record.Finished.WaitAsync(TimeSpan.FromSeconds(20));
        record.ClientWentAway.ShouldBeFalse();
    }

    private static int Contents(string text) => text.Split("\"content\":").Length - 1;

    private async Task<(string Text, bool WasReset)> ExchangeAsync(string fault, bool stream)
    {
        using var client = await SendAsync(fault, stream);
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        var wasReset = false;
        try
        {
            int read;
            while ((read = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20))) > 0)
                received.Write(buffer, 0, read);
        }
        catch (IOException problem) when (problem.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            wasReset = true;
        }

        return (Encoding.UTF8.GetString(received.ToArray()), wasReset);
    }

    private async Task<TcpClient> SendAsync(string fault, bool stream)
    {
        var body = Chat("hi", new JsonObject { ["stream"] = stream }).ToJsonString();
        var request = $"POST /v1/chat/completions HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nx-sim-fault: {fault}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        var client = new TcpClient();
        await client.ConnectAsync(simulator.Server.EndPoint);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        return client;
    }
}
