using System.Net;
using System.Text;
using Weir.Testing;

namespace Weir.Cli.Tests.Lifecycle;

public sealed class DeveloperKeyTests
{
    [Fact]
    public async Task Only_the_user_can_read_the_file_and_a_restart_keeps_the_key()
    {
        using var data = new TemporaryData();
        string first;
        await using (var weir = await WeirProcess.StartAsync(new() { Data = data.Path }))
        {
            first = weir.Key;
            weir.Child.Output.ShouldContain("dev-key (new)");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(Path.Combine(data.Path, "dev-key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            (await weir.Client.GetAsync("/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);
            await weir.Child.InterruptAsync();
            await weir.Child.ExitAsync();
        }

        await using var again = await WeirProcess.StartAsync(new() { Data = data.Path });
        again.Key.ShouldBe(first);
        again.Child.Output.ShouldNotContain("(new)");
        (await again.Client.GetAsync("/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_key_itself_is_in_no_other_file_and_in_no_output()
    {
        await using var weir = await WeirProcess.StartAsync();
        (await weir.Client.GetAsync("/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Killed, so that the write-ahead log stays and is searched too.
        weir.Child.Kill();
        await weir.Child.ExitAsync();
        weir.Child.Output.ShouldNotContain(weir.Key);
        var files = Directory.GetFiles(weir.Data, "*", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(1);
        foreach (var file in files.Where(file => Path.GetFileName(file) != "dev-key"))
            (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(weir.Key)).ShouldBe(-1, file);
    }
}
