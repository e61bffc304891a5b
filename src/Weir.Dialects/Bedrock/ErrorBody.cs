using System.Text;
using System.Text.Json;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>AWS's error object, <c>{"message"}</c>; the error's name stands beside it, in a header or as an event's type.</summary>
internal static class ErrorBody
{
    /// <summary>Reads the body of a response.</summary>
    public static ProviderError? Read(int status, ReadOnlySpan<byte> body)
    {
        var (message, type, _) = Parse(body);
        if (message is null) return null;
        var kind = (type is null ? null : KindOf(type)) ?? ErrorKinds.Of(status);
        return new ProviderError(ErrorWording.Refine(kind, null, type, message), message, type, null);
    }

    /// <summary>Reads an exception inside a stream.</summary>
    public static ProviderError Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> payload)
    {
        var name = Encoding.UTF8.GetString(type);
        var said = Parse(payload);
        var kind = KindOf(name) ?? ErrorKind.Internal;
        // The model's own server failed: what its status was stands beside the message.
        if (kind == ErrorKind.Internal && said.Status is >= 400 and < 600) kind = ErrorKinds.Of(said.Status);
        return new ProviderError(ErrorWording.Refine(kind, null, name, said.Message ?? ""), said.Message ?? name, name, null);
    }

    private static (string? Message, string? Type, int Status) Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, EventJson.Options);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return default;
            // Gateways in front of Bedrock write the first letter large.
            var type = Text(document.RootElement, "__type"u8)?.Split('#')[^1];
            var hasStatus = document.RootElement.TryGetProperty("originalStatusCode"u8, out var code) & code.ValueKind == JsonValueKind.Number;
            return (Text(document.RootElement, "message"u8) ?? Text(document.RootElement, "Message"u8), type, hasStatus && code.TryGetInt32(out var status) ? status : 0);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement at, ReadOnlySpan<byte> name) =>
        at.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static ErrorKind? KindOf(string name) => name.ToUpperInvariant() switch
    {
        "VALIDATIONEXCEPTION" => ErrorKind.InvalidRequest,
        "UNRECOGNIZEDCLIENTEXCEPTION" or "INVALIDSIGNATUREEXCEPTION" or "EXPIREDTOKENEXCEPTION" => ErrorKind.Authentication,
        "ACCESSDENIEDEXCEPTION" => ErrorKind.Permission,
        "RESOURCENOTFOUNDEXCEPTION" => ErrorKind.NotFound,
        "THROTTLINGEXCEPTION" or "SERVICEQUOTAEXCEEDEDEXCEPTION" => ErrorKind.RateLimit,
        "SERVICEUNAVAILABLEEXCEPTION" or "MODELNOTREADYEXCEPTION" => ErrorKind.Overloaded,
        "MODELTIMEOUTEXCEPTION" => ErrorKind.Timeout,
        "INTERNALSERVEREXCEPTION" or "MODELSTREAMERROREXCEPTION" or "MODELERROREXCEPTION" => ErrorKind.Internal,
        _ => null,
    };
}
