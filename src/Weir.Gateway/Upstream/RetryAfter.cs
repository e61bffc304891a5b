using System.Globalization;
using System.Net.Http.Headers;
using Weir.Dialects.Errors;
using Weir.Dialects.Limits;

namespace Weir.Gateway.Upstream;

/// <summary>
/// When an upstream wants to be asked again. It says so as <c>retry-after</c> (RFC 9110, 10.2.3: seconds or a date), more
/// exactly as <c>retry-after-ms</c> (OpenAI, Azure), in the error itself (Google), or only by when a limit that is used up
/// is set anew (<c>x-ratelimit-reset-*</c>).
/// </summary>
internal static class RetryAfter
{
    /// <summary>Whoever asks for more, by mistake or by a clock that is wrong, asks for this: it is too long to wait in any case.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Bare numbers above this are no delays but times, in seconds since 1970, or in milliseconds if they are that large.</summary>
    private const double FirstTime = 1e9;

    private const double FirstTimeInMilliseconds = 1e12;

    /// <summary>How long to wait, from zero to a day; null when the upstream does not say, or nothing that makes sense.</summary>
    /// <param name="headers">The response's headers.</param>
    /// <param name="status">Its status: limits are said to be used up in other answers too.</param>
    /// <param name="error">The error, or null.</param>
    /// <param name="time">The clock that dates are counted from.</param>
    public static TimeSpan? Of(HttpResponseHeaders headers, int status, ProviderError? error, TimeProvider time)
    {
        var all = headers.NonValidated;
        return Bounded(Number(Value(all, "retry-after-ms")) / 1000)
            ?? OfHeader(Value(all, "retry-after"), time)
            ?? Of(error)
            ?? (status == 429 ? OfLimits(all, time) : null);
    }

    /// <summary>How long to wait by an error that came with no headers of its own.</summary>
    public static TimeSpan? Of(ProviderError? error) => Bounded(error?.RetryAfter?.TotalSeconds);

    private static TimeSpan? OfHeader(string? value, TimeProvider time)
    {
        if (Number(value) is { } seconds) return Bounded(seconds);
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Until(at, time) : null;
    }

    /// <summary>When the last of the limits that are used up is set anew. Of a limit that is not, no more can be said than that it was too little.</summary>
    private static TimeSpan? OfLimits(HttpHeadersNonValidated headers, TimeProvider time)
    {
        TimeSpan? longest = null;
        foreach (var what in (ReadOnlySpan<string>)["-requests", "-tokens", ""])
        {
            if (Value(headers, $"x-ratelimit-remaining{what}") != "0" || Value(headers, $"x-ratelimit-reset{what}") is not { } reset) continue;
            var wait = Number(reset) switch
            {
                >= FirstTimeInMilliseconds and < 1e14 and var at => Until(DateTimeOffset.FromUnixTimeMilliseconds((long)at), time),
                >= FirstTime and < 1e11 and var at => Until(DateTimeOffset.FromUnixTimeSeconds((long)at), time),
                _ => Bounded(ResetTime.Parse(reset, time.GetUtcNow())?.TotalSeconds),
            };
            if (longest is null || wait > longest) longest = wait;
        }
        return longest;
    }

    private static TimeSpan Until(DateTimeOffset at, TimeProvider time) => Bounded(Math.Max(0, (at - time.GetUtcNow()).TotalSeconds)) ?? TimeSpan.Zero;

    private static TimeSpan? Bounded(double? seconds) => seconds switch
    {
        >= 0 and var said => said < Longest.TotalSeconds ? TimeSpan.FromSeconds(said) : Longest,
        _ => null,
    };

    private static double? Number(string? value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Value(HttpHeadersNonValidated headers, string name) => headers.TryGetValues(name, out var values) ? values.ToString() : null;
}
