namespace Weir.Testing;

/// <summary>The executable <c>weir</c>, as it was built.</summary>
internal static class WeirProgram
{
    private static readonly Lazy<Task<string>> Released = new(PublishAsync);

    /// <summary>The program beside the tests, built together with them.</summary>
    public static string BesideTests { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "weir.exe" : "weir");

    /// <summary>The program as its users run it, optimised; brought up to date by the script that users start it with.</summary>
    public static Task<string> ReleaseAsync() => Released.Value;

    private static async Task<string> PublishAsync()
    {
        await using var build = ChildProcess.Start(Path.Combine(Repository.Root, "weir"), ["--version"]);
        var code = await build.ExitAsync(TimeSpan.FromMinutes(5));
        if (code != 0) throw new InvalidOperationException($"./weir --version exited with {code}:{Environment.NewLine}{build.Output}");
        return Path.Combine(Repository.Root, "artifacts", "weir", "weir");
    }
}
