using System.Globalization;
using System.Text;

namespace Weir.Dialects.Limits;

/// <summary>When a limit is set anew, as the dialects write it: OpenAI's are Go's durations (<c>6m0s</c>), Anthropic's are times (RFC 3339).</summary>
public static class ResetTime
{
    private const double Longest = 1e9;

    /// <summary>How long it is until then: from a duration of Go's, seconds, or a time.</summary>
    /// <param name="value">The header's value.</param>
    /// <param name="now">The time that it is counted from.</param>
    /// <returns>Zero or more; null for what makes no sense.</returns>
    public static TimeSpan? Parse(string value, DateTimeOffset now)
    {
        if (value.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return at > now ? at - now : TimeSpan.Zero;
        return ParseGo(value);
    }

    /// <summary>Reads durations such as <c>1h2m3.5s</c> and <c>12ms</c>; bare numbers are seconds.</summary>
    public static TimeSpan? ParseGo(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < Longest) return TimeSpan.FromSeconds(seconds);
        var total = 0.0;
        for (var i = 0; i < text.Length;)
        {
            var digits = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.')) i++;
            if (!double.TryParse(text.AsSpan(digits, i - digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            var unit = i;
            while (i < text.Length && char.IsAsciiLetter(text[i])) i++;
            if (SecondsOf(text.AsSpan(unit, i - unit)) is not { } size) return null;
            total += number * size;
        }
        return text.Length > 0 && total < Longest ? TimeSpan.FromSeconds(total) : null;
    }

    /// <summary>Writes it for a client.</summary>
    /// <param name="dialect">The client's: OpenAI's durations, or times.</param>
    /// <param name="delay">How long it is until then.</param>
    /// <param name="now">The time that it is counted from.</param>
    public static string Write(Dialect dialect, TimeSpan delay, DateTimeOffset now) =>
        DialectTable.HasOpenAIErrors(dialect) ? WriteGo(delay) : WriteTime(now + delay);

    /// <summary>Writes a duration as Go does: <c>6m0s</c>, <c>1.5s</c>, <c>12ms</c>.</summary>
    public static string WriteGo(TimeSpan delay)
    {
        if (delay < TimeSpan.FromSeconds(1)) return $"{(int)delay.TotalMilliseconds}ms";
        var text = new StringBuilder();
        if (delay.TotalHours >= 1) text.Append(CultureInfo.InvariantCulture, $"{(int)delay.TotalHours}h");
        if (delay.TotalMinutes >= 1) text.Append(CultureInfo.InvariantCulture, $"{delay.Minutes}m");
        return text.Append(CultureInfo.InvariantCulture, $"{delay.Seconds + (delay.Milliseconds / 1000.0):0.###}s").ToString();
    }

    private static string WriteTime(DateTimeOffset at)
    {
        // Whoever comes back then is not to be a part of a second too early.
        var part = at.Ticks % TimeSpan.TicksPerSecond;
        return (part == 0 ? at : at.AddTicks(TimeSpan.TicksPerSecond - part)).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    private static double? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
