using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Google's error object: <c>{"error":{"code","message","status"}}</c>.</summary>
internal static class ErrorBody
{
    public static void Write(IBufferWriter<byte> output, in ClientError error)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, error.Status);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("status"u8, Word(error.Status));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads an error.</summary>
    /// <param name="status">The response's status; inside a stream, what stands for an error that names none.</param>
    /// <param name="body">The body, which may be anything.</param>
    /// <returns>The error, or null when the body holds none.</returns>
    public static ProviderError? Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, EventJson.Options);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            // A stream that is no stream of events is a list, and an error then is its only element.
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0) root = root[0];
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error"u8, out var error) || error.ValueKind != JsonValueKind.Object) return null;
            return Read(status, error);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ProviderError Read(int status, JsonElement error)
    {
        var word = Text(error, "status"u8);
        if (error.TryGetProperty("code"u8, out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var named) && named is >= 400 and < 600)
            status = named;
        var details = ErrorDetails.Of(error);
        var message = Text(error, "message"u8) ?? word ?? "";
        var kind = ErrorWording.Refine(KindOf(word, status), null, word, message);
        // A key that does not exist is a bad request to Google.
        if (details.Reason is "API_KEY_INVALID" or "API_KEY_EXPIRED") kind = ErrorKind.Authentication;
        if (kind == ErrorKind.RateLimit && details.IsOfTheDay) kind = ErrorKind.Billing;
        return new ProviderError(kind, message, word, details.Field) { RetryAfter = details.RetryAfter };
    }

    private static string? Text(JsonElement at, ReadOnlySpan<byte> name) =>
        at.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static ErrorKind KindOf(string? word, int status) => word switch
    {
        "UNAUTHENTICATED" => ErrorKind.Authentication,
        "PERMISSION_DENIED" => ErrorKind.Permission,
        "RESOURCE_EXHAUSTED" => ErrorKind.RateLimit,
        "UNAVAILABLE" => ErrorKind.Overloaded,
        "DEADLINE_EXCEEDED" => ErrorKind.Timeout,
        "NOT_FOUND" => ErrorKind.NotFound,
        // Where a number stands beside it, that says which of these it is.
        "INVALID_ARGUMENT" or "FAILED_PRECONDITION" or "OUT_OF_RANGE" when status >= 500 => ErrorKind.InvalidRequest,
        _ => ErrorKinds.Of(status),
    };

    /// <summary>The names of google.rpc.Code that HTTP statuses stand for.</summary>
    private static string Word(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        402 => "FAILED_PRECONDITION",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        408 or 504 => "DEADLINE_EXCEEDED",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        501 => "UNIMPLEMENTED",
        503 or 529 => "UNAVAILABLE",
        >= 400 and < 500 => "INVALID_ARGUMENT",
        _ => "INTERNAL",
    };
}
