using System.Globalization;
using System.Text.Json;

namespace Weir.Dialects.Gemini;

/// <summary>What the <c>details</c> of Google's error object say: google.rpc's ErrorInfo, BadRequest, RetryInfo and QuotaFailure.</summary>
/// <param name="Reason">The first reason, such as <c>API_KEY_INVALID</c>; or null.</param>
/// <param name="Field">The first field at fault, or null.</param>
/// <param name="RetryAfter">After how long to try again, or null.</param>
/// <param name="IsOfTheDay">Whether a quota of a whole day is used up (<c>GenerateRequestsPerDayPerProjectPerModel</c>); Google then names a delay of seconds all the same.</param>
internal readonly record struct ErrorDetails(string? Reason, string? Field, TimeSpan? RetryAfter, bool IsOfTheDay)
{
    public static ErrorDetails Of(JsonElement error)
    {
        var said = default(ErrorDetails);
        if (!error.TryGetProperty("details"u8, out var details) || details.ValueKind != JsonValueKind.Array) return said;
        foreach (var detail in details.EnumerateArray())
        {
            if (detail.ValueKind != JsonValueKind.Object) continue;
            said = new ErrorDetails(
                said.Reason ?? Text(detail, "reason"u8),
                said.Field ?? FirstOf(detail, "fieldViolations"u8, "field"u8),
                said.RetryAfter ?? Duration(Text(detail, "retryDelay"u8)),
                said.IsOfTheDay || FirstOf(detail, "violations"u8, "quotaId"u8)?.Contains("PerDay", StringComparison.Ordinal) is true);
        }
        return said;
    }

    private static string? FirstOf(JsonElement detail, ReadOnlySpan<byte> list, ReadOnlySpan<byte> name) =>
        detail.TryGetProperty(list, out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0 && all[0].ValueKind == JsonValueKind.Object
            ? Text(all[0], name)
            : null;

    /// <summary>A Duration in JSON: seconds with a fraction, and an s (<c>34.074824224s</c>).</summary>
    private static TimeSpan? Duration(string? text) =>
        text is [.. var number, 's'] && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string? Text(JsonElement at, ReadOnlySpan<byte> name) =>
        at.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
