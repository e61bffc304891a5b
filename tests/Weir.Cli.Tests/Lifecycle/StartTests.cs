using System.Net;
using System.Net.Sockets;
using Weir.Testing;

namespace Weir.Cli.Tests.Lifecycle;

[Trait("Category", "Slow")]
public sealed class StartTests
{
    [Fact]
    public async Task A_taken_port_is_one_line_with_a_remedy()
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        var taken = $"http://{occupant.LocalEndpoint}";
        using var data = new TemporaryData();
        var line = await RefusalAsync(new() { Listen = taken }, data.Path);
        line.ShouldContain(taken);
        line.ShouldContain("already in use");
        line.ShouldContain("--listen");
    }

    /// <summary>Each would count budgets for itself, and all of them could be spent twice (Bifrost 3547).</summary>
    [Fact]
    public async Task A_data_directory_has_one_gateway_at_a_time()
    {
        using var data = new TemporaryData();
        await using (var first = WeirProcess.Launch(new(), data.Path))
        {
            await first.LineAsync("listens on ");
            var line = await RefusalAsync(new(), data.Path);
            line.ShouldContain($"{data.Path} is in use by another gateway (process {first.Id})");
            line.ShouldContain("--data");
            first.Kill();
            await first.ExitAsync();
        }

        await using var next = WeirProcess.Launch(new(), data.Path);
        await next.LineAsync("listens on ");
    }

    [Fact]
    public async Task A_corrupt_database_is_one_line_with_a_remedy()
    {
        using var data = new TemporaryData();
        var noise = new byte[8192];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(data.Path, "weir.db"), noise);
        var line = await RefusalAsync(new(), data.Path);
        line.ShouldContain("weir.db");
        line.ShouldContain("restore a backup");
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_one_line_with_a_remedy()
    {
        using var data = new TemporaryData();
        var file = Path.Combine(data.Path, "occupied");
        await File.WriteAllTextAsync(file, "not a directory");
        var line = await RefusalAsync(new(), file);
        line.ShouldContain(file);
        line.ShouldContain("data directory");
    }

    [Fact]
    public async Task Mistakes_in_the_configuration_come_all_at_once_with_their_places()
    {
        using var data = new TemporaryData();
        await using var weir = WeirProcess.Launch(new() { Configuration = "providers:\n  sim: { built_in: simulater }\nmodles: {}\n" }, data.Path);
        (await weir.ExitAsync()).ShouldBe(2);
        weir.Output.ShouldContain("weir.yaml:2");
        weir.Output.ShouldContain("simulater");
        weir.Output.ShouldContain("weir.yaml:3");
        weir.Output.ShouldContain("modles");
        weir.Output.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("/bin/sh", "cat weir.yaml | \"$WEIR\" up --config /dev/stdin --listen http://127.0.0.1:0")]
    [InlineData("/bin/bash", "\"$WEIR\" up --config <(cat weir.yaml) --listen http://127.0.0.1:0")]
    public async Task A_configuration_may_come_through_a_pipe(string shell, string command)
    {
        using var data = new TemporaryData();
        await File.WriteAllTextAsync(Path.Combine(data.Path, "weir.yaml"), Scene.SimulatorConfiguration);
        await using var weir = ChildProcess.Start(
            shell, ["-c", command], data.Path, new Dictionary<string, string?>(WeirProcess.NobodysEnvironment()) { ["WEIR"] = WeirProgram.BesideTests });

        var address = (await weir.LineAsync("listens on ")).Split(' ')[^1];
        using var client = new HttpClient { BaseAddress = new Uri(address) };

        (await client.GetStringAsync("/health/ready")).ShouldContain("\"configuration\":\"ok\"");
    }

    private static async Task<string> RefusalAsync(WeirProcessOptions options, string data)
    {
        await using var weir = WeirProcess.Launch(options, data);
        (await weir.ExitAsync()).ShouldBe(2, weir.Output);
        return weir.Lines.ShouldHaveSingleItem();
    }
}
