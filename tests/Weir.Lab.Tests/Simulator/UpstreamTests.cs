using Weir.Lab.Simulator;

namespace Weir.Lab.Tests.Simulator;

public sealed class UpstreamTests
{
    [Fact]
    public async Task It_starts_once_for_all_who_connect_at_the_same_time()
    {
        await using var upstream = new SimulatorUpstream(new SimulatorOptions(), TimeProvider.System);
        upstream.Name.ShouldBe("simulator");
        var streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => upstream.ConnectAsync(CancellationToken.None).AsTask()));
        foreach (var stream in streams)
            await stream.DisposeAsync();

        using var handler = new SocketsHttpHandler { ConnectCallback = (_, token) => upstream.ConnectAsync(token) };
        using var client = new HttpClient(handler);
        (await client.GetStringAsync("http://simulator/v1/models")).ShouldContain("sim-fast");
        var server = await upstream.ServerAsync(CancellationToken.None);
        server.TotalRequests.ShouldBe(1);
    }

    [Fact]
    public async Task After_its_end_nobody_connects()
    {
        var upstream = new SimulatorUpstream(new SimulatorOptions(), TimeProvider.System);
        await upstream.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await upstream.ConnectAsync(CancellationToken.None));
    }
}
