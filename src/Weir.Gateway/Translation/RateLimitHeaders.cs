using System.Globalization;
using System.Text;
using Weir.Dialects;

namespace Weir.Gateway.Translation;

/// <summary>
/// Says what an upstream's headers say of limits in the client's dialect. OpenAI's resets are Go's durations (<c>6m0s</c>),
/// Anthropic's are times (RFC 3339); Gemini's clients know of none.
/// </summary>
internal static class RateLimitHeaders
{
    private const string OpenAI = "x-ratelimit-";
    private const string Anthropic = "anthropic-ratelimit-";

    /// <summary>Translates one header.</summary>
    /// <param name="header">The upstream's header.</param>
    /// <param name="value">Its value.</param>
    /// <param name="client">Who is told.</param>
    /// <param name="time">The clock that resets are counted from.</param>
    /// <param name="name">The client's header.</param>
    /// <param name="said">Its value.</param>
    /// <returns>False when the client's dialect has no such header, or the value makes no sense.</returns>
    public static bool TryTranslate(string header, string value, Dialect client, TimeProvider time, out string name, out string said)
    {
        (name, said) = (header.ToLowerInvariant(), value);
        // What tells clients when to try again is the same everywhere.
        if (name is "retry-after" or "retry-after-ms" or "x-should-retry") return true;
        if (Split(name) is not var (what, aspect)) return false;
        if (aspect == "reset")
        {
            if (DelayOf(value, time) is not { } delay) return false;
            said = DialectTable.HasOpenAIErrors(client) ? GoDuration(delay) : (time.GetUtcNow() + delay).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }
        name = client switch
        {
            Dialect.Chat or Dialect.Responses => $"{OpenAI}{aspect}-{what}",
            Dialect.Messages => $"{Anthropic}{what}-{aspect}",
            _ => "",
        };
        return name.Length > 0;
    }

    private static (string What, string Aspect)? Split(string name)
    {
        foreach (var what in (ReadOnlySpan<string>)["requests", "tokens", "input-tokens", "output-tokens"])
        {
            foreach (var aspect in (ReadOnlySpan<string>)["limit", "remaining", "reset"])
                if (name == $"{OpenAI}{aspect}-{what}" || name == $"{Anthropic}{what}-{aspect}") return (what, aspect);
        }
        return null;
    }

    /// <summary>How long it is until a reset: a duration of Go's, seconds, or a time (RFC 3339).</summary>
    internal static TimeSpan? DelayOf(string value, TimeProvider time)
    {
        if (DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && value.Contains('T', StringComparison.Ordinal))
            return at > time.GetUtcNow() ? at - time.GetUtcNow() : TimeSpan.Zero;
        return ParseGo(value);
    }

    /// <summary>Reads durations such as <c>1h2m3.5s</c> and <c>12ms</c>; bare numbers are seconds.</summary>
    internal static TimeSpan? ParseGo(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9) return TimeSpan.FromSeconds(seconds);
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
        return text.Length > 0 && total < 1e9 ? TimeSpan.FromSeconds(total) : null;
    }

    /// <summary>Writes a duration as Go does: <c>6m0s</c>, <c>1.5s</c>, <c>12ms</c>.</summary>
    internal static string GoDuration(TimeSpan delay)
    {
        if (delay < TimeSpan.FromSeconds(1)) return $"{(int)delay.TotalMilliseconds}ms";
        var text = new StringBuilder();
        if (delay.TotalHours >= 1) text.Append(CultureInfo.InvariantCulture, $"{(int)delay.TotalHours}h");
        if (delay.TotalMinutes >= 1) text.Append(CultureInfo.InvariantCulture, $"{delay.Minutes}m");
        return text.Append(CultureInfo.InvariantCulture, $"{delay.Seconds + (delay.Milliseconds / 1000.0):0.###}s").ToString();
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
