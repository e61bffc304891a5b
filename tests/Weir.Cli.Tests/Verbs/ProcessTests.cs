using System.Diagnostics;
using System.Net;

namespace Weir.Cli.Tests.Verbs;

/// <summary>What shows itself only in a process of its own: signals, and pipes that nobody reads.</summary>
[Trait("Category", "Slow")]
public sealed class ProcessTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_simulator_answers_until_it_is_told_to_stop()
    {
        using var process = Terminal.Start("sim", "--listen", "http://127.0.0.1:0", "--api-key", "sim-secret-key");
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        first.ShouldNotBeNull().ShouldStartWith("The simulator listens on http://127.0.0.1:");
        using var client = new HttpClient();
        var models = new Uri(first.Split(' ')[^1] + "/models");

        (await client.GetAsync(models)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "sim-secret-key");
        (await client.GetStringAsync(models)).ShouldContain("sim-typical");
        using (var stop = Process.Start("kill", ["-TERM", process.Id.ToString()])) await stop.WaitForExitAsync();
        var rest = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(0);
        rest.ShouldContain("sim-typical");
        rest.ShouldContain("reset-mid");
        rest.ShouldContain("curl ");
        rest.ShouldNotContain("sim-secret-key");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    [InlineData("--follow")]
    public async Task A_reader_that_leaves_ends_the_tail_in_silence(string option)
    {
        // More than a pipe holds.
        await _directory.FillAsync([.. Enumerable.Range(0, 1500).Select(i => DataDirectory.Call(TimeSpan.FromSeconds(i)))]);

        var ran = await Terminal.ShellAsync($"$WEIR ledger tail -n 1500 {option} --data {_directory.Path} | head -n 1");

        ran.Code.ShouldBe(0);
        ran.Error.ShouldBeEmpty();
        ran.Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var ran = await Terminal.ShellAsync("$WEIR --version");

        ran.Code.ShouldBe(0);
        ran.Lines.ShouldHaveSingleItem().ShouldBe(Version.Text);
    }

    [Fact]
    public async Task There_are_no_colours_in_a_pipe()
    {
        await _directory.FillAsync(DataDirectory.Call());

        var ran = await Terminal.ShellAsync($"$WEIR ledger tail --data {_directory.Path} | cat; $WEIR keys list --data {_directory.Path} | cat");

        ran.Code.ShouldBe(0);
        ran.Out.ShouldNotContain('\e');
    }
}
