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
        var (message, type) = Parse(body);
        if (message is null) return null;
        return new ProviderError(type is null ? ErrorKinds.Of(status) : KindOf(type) ?? ErrorKinds.Of(status), message, type, null);
    }

    /// <summary>Reads an exception inside a stream.</summary>
    public static ProviderError Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> payload)
    {
        var name = Encoding.UTF8.GetString(type);
        return new ProviderError(KindOf(name) ?? ErrorKind.Internal, Parse(payload).Message ?? name, name, null);
    }

    private static (string? Message, string? Type) Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, EventJson.Options);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return default;
            // Gateways in front of Bedrock write the first letter large.
            var type = Text(document.RootElement, "__type"u8)?.Split('#')[^1];
            return (Text(document.RootElement, "message"u8) ?? Text(document.RootElement, "Message"u8), type);
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
