using System.Globalization;

namespace Weir.Gateway.Configuration;

/// <summary>Points in time as a fault names them: RFC 3339, to the minute or second.</summary>
internal static class FaultTimes
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"];

    /// <summary>The point in time, or null when the text is none or does not say its offset.</summary>
    public static DateTimeOffset? Find(string? text) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;
}
