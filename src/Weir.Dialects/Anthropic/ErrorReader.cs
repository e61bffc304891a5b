using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Dialects.Errors;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads <c>{"type":"error","error":{"type","message","details"},"request_id"}</c>, which is an error's body and an error event alike.</summary>
internal static class ErrorReader
{
    /// <param name="status">The response's status, or 0 for an event.</param>
    /// <param name="body">The body or the event's payload.</param>
    /// <param name="error">The error, or null.</param>
    public static bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error)
    {
        error = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error"u8, out var said)) return false;
            if (said.ValueKind == JsonValueKind.String && said.GetString() is { } text)
                error = new ProviderError(ErrorWording.Refine(ErrorKinds.Of(status), null, null, text), text, null, null);
            if (said.ValueKind == JsonValueKind.Object) error = Read(status, said);
            return error is not null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ProviderError? Read(int status, JsonElement error)
    {
        var type = Text(error, "type"u8);
        var message = Text(error, "message"u8);
        if (type is null && message is null) return null;
        var code = error.TryGetProperty("details"u8, out var details) && details.ValueKind == JsonValueKind.Object ? Text(details, "error_code"u8) : null;
        return new ProviderError(ErrorWording.Refine(KindOf(type, status), code, type, message ?? ""), message ?? type!, code ?? type, null);
    }

    /// <summary>The kind that a type stands for. <c>api_error</c>, and types of other servers, say no more than the status does.</summary>
    private static ErrorKind KindOf(string? type, int status) => type switch
    {
        "authentication_error" => ErrorKind.Authentication,
        "billing_error" => ErrorKind.Billing,
        "permission_error" => ErrorKind.Permission,
        "not_found_error" => ErrorKind.NotFound,
        "request_too_large" => ErrorKind.TooLarge,
        "rate_limit_error" => ErrorKind.RateLimit,
        "overloaded_error" => ErrorKind.Overloaded,
        "timeout_error" => ErrorKind.Timeout,
        "invalid_request_error" or "conflict_error" when status == 0 => ErrorKind.InvalidRequest,
        _ => ErrorKinds.Of(status),
    };

    private static string? Text(JsonElement owner, ReadOnlySpan<byte> member) =>
        owner.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
