using System.Net;
using System.Net.Sockets;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Docs;

/// <summary>
/// The commands of README.md, executed as a newcomer would: in order, in a fresh copy of the repository. Blocks marked
/// <c>```sh</c> are run, those marked <c>```sh no-run</c> are not.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class ReadmeTests(ITestOutputHelper output)
{
    /// <summary>Everything in the README's commands that is replaced: a machine's port 8080 may be somebody else's.</summary>
    private const string Port = ":8080";

    private static IReadOnlyList<FencedBlock> Blocks => FencedBlock.ReadAll(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Every_script_that_the_commands_name_is_there_and_can_be_executed()
    {
        var scripts = Blocks.Where(block => block.Language == "sh").SelectMany(block => block.Lines)
            .Where(line => line.StartsWith("./", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).Distinct().ToList();
        scripts.ShouldContain("./weir");
        scripts.ShouldContain("./test");
        foreach (var file in scripts.Select(script => Path.Combine(Repository.Root, script)))
        {
            File.Exists(file).ShouldBeTrue(file);
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue(file);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_commands_work_in_a_fresh_copy()
    {
        using var copy = new WorkingCopy();
        var port = FreePort();
        ChildProcess? gateway = null;
        try
        {
            foreach (var block in Blocks.Where(block => block.IsRun))
            {
                var script = string.Join('\n', block.Lines.Where(line => !line.StartsWith("./test", StringComparison.Ordinal))).Trim();
                if (script.Length == 0) continue;
                script = script.Replace(Port, $":{port}", StringComparison.Ordinal);
                output.WriteLine($"{block.Place}: {script}");
                if (script.StartsWith("./weir up", StringComparison.Ordinal)) gateway = await StartAsync(script, port, copy.Path, gateway);
                else await RunAsync(script, block, copy.Path);
            }
            gateway.ShouldNotBeNull("README.md starts no gateway");
            Calls(copy.Path).ShouldContain(call => call.Outcome == Outcome.Completed, "README.md makes no call that succeeds");
            await gateway.InterruptAsync();
            (await gateway.ExitAsync()).ShouldBe(0);
        }
        finally
        {
            if (gateway is not null) await gateway.DisposeAsync();
        }
    }

    private static async Task<ChildProcess> StartAsync(string script, int port, string directory, ChildProcess? running)
    {
        script.ShouldNotContain("\n", customMessage: "a block that starts the gateway does nothing else: the command does not return");
        if (running is not null) await running.DisposeAsync();
        var gateway = Shell($"exec {script} --listen http://127.0.0.1:{port}", directory);

        // The first start builds the program.
        await gateway.LineAsync("listens on", TimeSpan.FromMinutes(5));
        return gateway;
    }

    private async Task RunAsync(string script, FencedBlock block, string directory)
    {
        await using var shell = Shell("set -e\n" + script, directory);
        var code = await shell.ExitAsync(TimeSpan.FromMinutes(5));
        code.ShouldBe(0, $"{block.Place}: {shell.Output}");
        shell.Output.ShouldNotContain("\"error\"", customMessage: block.Place);
    }

    private static ChildProcess Shell(string script, string directory) =>
        ChildProcess.Start("/bin/sh", ["-c", script], directory, WeirProcess.NobodysEnvironment());

    private static IReadOnlyList<CallRecord> Calls(string directory)
    {
        using var database = Database.Open(Path.Combine(directory, ".weir"), TimeProvider.System, create: false);
        return new LedgerStore(database).Tail(100);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
