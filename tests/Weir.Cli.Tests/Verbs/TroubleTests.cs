using System.Net;
using System.Net.Sockets;
using Weir.Gateway.Storage;

namespace Weir.Cli.Tests.Verbs;

/// <summary>What stands in the way from outside becomes one line with the remedy, and exit code 2.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class TroubleTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("up")]
    [InlineData("sim")]
    public async Task A_taken_port(string verb)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var ran = await Terminal.RunAsync([verb, "--listen", address, .. verb == "up" ? (string[])["--data", _directory.Path] : []]);

        ran.Code.ShouldBe(2);
        ran.Out.ShouldBeEmpty();
        ran.ErrorLines.ShouldHaveSingleItem().ShouldBe(
            $"weir: {address} is already in use. Stop the other program, or choose another address with --listen http://127.0.0.1:PORT.");
    }

    [Theory]
    [InlineData("up", "--listen", "http://127.0.0.1:0")]
    [InlineData("keys", "create", "ci", "--tenant", "default")]
    public async Task An_unwritable_directory(params string[] verb)
    {
        // Below a file, because modes do not stop a superuser.
        var data = Path.Combine(_directory.Write("file", ""), "data");

        var ran = await Terminal.RunAsync([.. verb, "--data", data]);

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot be opened for writing");
    }

    [Fact]
    public async Task A_corrupt_database()
    {
        _directory.Write(Database.FileName, new string('x', 8192));

        var ran = await Terminal.RunAsync("up", "--listen", "http://127.0.0.1:0", "--data", _directory.Path);

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("Move the file and its -wal and -shm neighbours away");
    }

    [Fact]
    public async Task A_bad_configuration_with_all_its_errors()
    {
        var ran = await Terminal.RunAsync("up", "--data", _directory.Path, "--config", _directory.Write("weir.yaml", "a: 1\nb: 2\n"));

        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("weir.yaml:1:1: a: ");
        ran.Error.ShouldContain("weir.yaml:2:1: b: ");
        ran.ErrorLines[^1].ShouldStartWith("weir: Mend the configuration; 'weir check ");
    }

    [Theory]
    [InlineData("up")]
    [InlineData("sim")]
    public async Task An_address_that_is_none(string verb)
    {
        var ran = await Terminal.RunAsync([verb, "--listen", "nowhere", .. verb == "up" ? (string[])["--data", _directory.Path] : []]);

        ran.Code.ShouldBe(2);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain("'nowhere' is no address to listen on");
    }
}
