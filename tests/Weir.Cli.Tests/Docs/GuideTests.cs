using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Weir.Testing;

namespace Weir.Cli.Tests.Docs;

/// <summary>
/// The commands of guides, pasted in order by somebody with an empty directory: blocks marked <c>```sh</c> are run, a block
/// <c>```yaml NAME</c> is saved under its name, and what a block <c>```text</c> behind commands shows is what they say, but for
/// times and identifiers.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed partial class GuideTests
{
    [Theory]
    [InlineData("budgets.md")]
    [InlineData("limits.md")]
    [InlineData("costs.md")]
    [InlineData("first-call.md")]
    public async Task The_commands_of_a_guide_do_what_it_shows(string guide)
    {
        using var directory = new TemporaryData();
        var port = FreePort();
        WriteProgram(directory.Path);
        ChildProcess? gateway = null;
        try
        {
            var said = "";
            foreach (var block in FencedBlock.ReadAll(Path.Combine(Repository.Root, "docs", "guides", guide)))
            {
                if (block.Info.StartsWith("yaml ", StringComparison.Ordinal)) await File.WriteAllLinesAsync(Path.Combine(directory.Path, block.Info[5..]), block.Lines);
                else if (block.Info == "text" && said.Length > 0) ShouldSay(said, block);
                if (!block.IsRun) continue;
                var script = string.Join('\n', block.Lines).Replace(":8080", $":{port}", StringComparison.Ordinal);
                if (script == "./weir up") gateway = await StartAsync(directory.Path, port);
                else said = await RunAsync(script, block, directory.Path);
            }
            said.ShouldNotBeEmpty();
        }
        finally
        {
            if (gateway is not null) await gateway.DisposeAsync();
        }
    }

    private static void ShouldSay(string said, FencedBlock block)
    {
        var plain = Plain(said);
        foreach (var line in block.Lines) plain.ShouldContain(Plain(line), Case.Sensitive, $"{block.Place}: {said}");
    }

    /// <summary>Without times, which are never the same, and without the width of columns, which they change.</summary>
    private static string Plain(string text) => Spaces().Replace(Times().Replace(text, "TIME"), " ").Trim();

    private static async Task<ChildProcess> StartAsync(string directory, int port)
    {
        var gateway = ChildProcess.Start("/bin/sh", ["-c", $"exec ./weir up --listen http://127.0.0.1:{port}"], directory, WeirProcess.NobodysEnvironment());
        await gateway.LineAsync("developer key");
        return gateway;
    }

    private static async Task<string> RunAsync(string script, FencedBlock block, string directory)
    {
        await using var shell = ChildProcess.Start("/bin/sh", ["-c", "set -e\n" + script], directory, WeirProcess.NobodysEnvironment());
        (await shell.ExitAsync()).ShouldBe(0, $"{block.Place}: {shell.Output}");
        return shell.Output;
    }

    /// <summary>In a clone it is a script that builds the program first; here it is the one that was built with the tests.</summary>
    private static void WriteProgram(string directory)
    {
        var file = Path.Combine(directory, "weir");
        File.WriteAllText(file, $"#!/bin/sh\nexec '{WeirProgram.BesideTests}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d( UTC|Z)?")]
    private static partial Regex Times();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
