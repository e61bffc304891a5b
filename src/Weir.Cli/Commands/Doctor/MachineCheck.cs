using System.Globalization;
using System.Runtime.InteropServices;
using Weir.Cli.Output;

namespace Weir.Cli.Commands.Doctor;

/// <summary>The machine and the process.</summary>
internal static class MachineCheck
{
    /// <summary>Every call in flight takes two, one to the client and one to the provider.</summary>
    private const long FewestFiles = 4096;

    public static Finding Runtime() => new(
        "runtime",
        $"Weir {Version.Text} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}, "
        + $"{Show.Count(Environment.ProcessorCount, "processor")}, {Show.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} of memory");

    /// <summary>Only Linux tells.</summary>
    public static Finding OpenFiles()
    {
        const string limits = "/proc/self/limits";
        return OpenFiles(File.Exists(limits) ? File.ReadAllText(limits) : "");
    }

    /// <summary>Reads the line <c>Max open files   SOFT   HARD   files</c>.</summary>
    public static Finding OpenFiles(string limits)
    {
        const string name = "Max open files";
        var line = limits.Split('\n').FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal)) ?? "";
        if (line[Math.Min(name.Length, line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var soft, ..])
            return new Finding("open files", "the limit is not known on this system");
        if (!long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)) return new Finding("open files", soft);
        return new Finding(
            "open files",
            $"up to {limit}",
            limit < FewestFiles ? $"Each call in flight takes two. Raise the limit to {FewestFiles} or more: ulimit -n, or LimitNOFILE= of a systemd unit." : null);
    }
}
