using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Weir.Bench.SideBySide;

/// <summary>Keeps the proxy on one processor and everything that feeds it on another, so that neither takes the other's time.</summary>
internal static partial class Affinity
{
    private const string Taskset = "/usr/bin/taskset";

    /// <summary>Two processors, and the program that starts others on one of them.</summary>
    public static bool IsPossible { get; } = Machine.Processors > 1 && File.Exists(Taskset);

    /// <summary>A command that runs another on one processor.</summary>
    public static string[] OnProcessor(int processor, params string[] command) =>
        IsPossible ? [Taskset, "-c", $"{processor}", .. command] : command;

    /// <summary>Moves this process there: the threads it has, and with them those they will start.</summary>
    public static void MoveSelfTo(int processor)
    {
        if (!IsPossible) return;
        var mask = 1UL << processor;
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (sched_setaffinity(int.Parse(Path.GetFileName(task)), sizeof(ulong), ref mask) != 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_setaffinity(int thread, nint size, ref ulong mask);
}
