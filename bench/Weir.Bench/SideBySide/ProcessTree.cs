using System.Runtime.InteropServices;

namespace Weir.Bench.SideBySide;

/// <summary>What the kernel says about a process and all its descendants.</summary>
internal static partial class ProcessTree
{
    // A process' clock is its id, inverted, and in the low bits: its scheduled time, for the whole process.
    private const int ScheduledTime = 2;

    /// <summary>
    /// User and system time of all threads, those that have ended included. From each process' own clock: it is what
    /// <c>/proc/PID/stat</c> shows, in nanoseconds rather than in hundredths of a second.
    /// </summary>
    public static double CpuSeconds(int root) =>
        Members(root).Sum(static pid => clock_gettime((~pid << 3) | ScheduledTime, out var time) == 0 ? time.Seconds + (time.Nanoseconds / 1e9) : 0);

    /// <param name="root">The first process.</param>
    /// <param name="field"><c>VmRSS</c> or <c>VmHWM</c>.</param>
    public static double MemoryMebibytes(int root, string field) => Members(root).Sum(pid => Status(pid, field)) / 1024.0;

    /// <summary>Makes <c>VmHWM</c> start anew.</summary>
    public static void ForgetPeak(int root)
    {
        foreach (var pid in Members(root)) File.WriteAllText($"/proc/{pid}/clear_refs", "5");
    }

    private static List<int> Members(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(static path => int.TryParse(Path.GetFileName(path), out var pid) ? pid : 0)
            .Where(static pid => pid > 0)
            .Select(static pid => (Pid: pid, Parent: Stat(pid) is { Length: > 1 } stat ? int.Parse(stat[1]) : 0))
            .ToLookup(static entry => entry.Parent, static entry => entry.Pid);
        var members = new List<int> { root };
        for (var i = 0; i < members.Count; i++) members.AddRange(parents[members[i]]);
        return members;
    }

    // The fields behind the command's name, which may contain anything: state, parent, and more.
    private static string[] Stat(int pid)
    {
        var text = Read($"/proc/{pid}/stat");
        return text.Length == 0 ? [] : text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static double Status(int pid, string field)
    {
        var line = Read($"/proc/{pid}/status").Split('\n').FirstOrDefault(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(':')[1].Replace("kB", "").Trim());
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
