using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weir.Bench.SideBySide;

/// <summary>Where it was measured: absolute figures mean nothing without.</summary>
internal static class Machine
{
    private static readonly string[] CpuInfo = File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : [];

    /// <summary>Of the machine, not those this process may use.</summary>
    public static int Processors { get; } = Math.Max(1, CpuInfo.Count(static line => line.StartsWith("processor\t", StringComparison.Ordinal)));

    public static string Describe(string nginx)
    {
        var model = CpuInfo.FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
        return $"{model}, {Processors} processors, Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}, {Version(nginx)}";
    }

    private static string Version(string nginx)
    {
        using var process = Process.Start(new ProcessStartInfo(nginx, "-v") { RedirectStandardError = true, UseShellExecute = false })!;
        return process.StandardError.ReadToEnd().Trim().Replace("nginx version: ", "");
    }
}
