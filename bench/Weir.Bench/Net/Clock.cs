using System.Diagnostics;

namespace Weir.Bench.Net;

/// <summary>The machine's monotonic clock. All processes of one machine read the same, so timestamps travel between them.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;
    public const long Millisecond = 1_000_000;

    /// <summary>Nanoseconds since some point in the past.</summary>
    public static long Now => Stopwatch.Frequency == Second ? Stopwatch.GetTimestamp() : throw new PlatformNotSupportedException("needs Linux");
}
