using System.Globalization;

namespace Weir.Lab.Simulator.Text;

/// <summary>Durations as the rate-limit headers write them: <c>12ms</c>, <c>1.5s</c>, <c>6m0s</c>.</summary>
internal static class GoDuration
{
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(duration.TotalMilliseconds)}ms");

        var seconds = string.Create(CultureInfo.InvariantCulture, $"{duration.Seconds + (duration.Milliseconds / 1000.0):0.###}s");
        if (duration < TimeSpan.FromMinutes(1))
            return seconds;
        return duration < TimeSpan.FromHours(1)
            ? $"{duration.Minutes}m{seconds}"
            : string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours}h{duration.Minutes}m{seconds}");
    }
}
