using System.Diagnostics;
using System.Reflection;

namespace Weir.Gateway.Telemetry;

/// <summary>What the process knows about itself.</summary>
internal static class ProcessFacts
{
    /// <summary>Version of the build, without the commit that some builds append to it.</summary>
    public static string Version { get; } = typeof(ProcessFacts).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Start of the process in seconds since the Unix epoch.</summary>
    public static double StartTime { get; } = ReadStartTime();

    /// <summary>User and system processor time, in seconds.</summary>
    public static double CpuSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static double ReadStartTime()
    {
        using var self = Process.GetCurrentProcess();
        return new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }
}
