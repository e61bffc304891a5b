using Weir.Lab.Simulator;
using Xunit.Abstractions;

namespace Weir.Lab.Tests.Simulator;

public sealed class StartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task It_starts_and_stops_without_waiting_for_anything()
    {
        var clock = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < 10; round++)
            await (await SimulatorServer.StartAsync(new SimulatorOptions(), TimeProvider.System, CancellationToken.None)).DisposeAsync();
        var elapsed = TimeProvider.System.GetElapsedTime(clock);
        output.WriteLine($"{elapsed.TotalMilliseconds / 10:0.0} ms per start and stop");
        elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
