using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weir.Bench.SideBySide;

/// <summary>A process that this tool started, with its output in a file.</summary>
internal sealed partial class Child : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly string _log;

    public Child(string directory, string[] command, IReadOnlyDictionary<string, string>? environment = null)
    {
        _log = Path.Combine(directory, "output.log");

        // The shell replaces itself, so the process started is the process measured.
        var start = new ProcessStartInfo("/bin/sh");
        foreach (var argument in (string[])["-c", "exec \"$@\" > \"$0\" 2>&1", _log, .. command]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it printed.</summary>
    public string LogTail() => string.Join('\n', File.ReadLines(_log).TakeLast(20));

    public void Dispose()
    {
        // Asked first: a killed nginx leaves its worker behind.
        _ = kill(Pid, Terminate);
        if (!_process.WaitForExit(Patience)) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
