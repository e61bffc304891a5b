using System.Text.Json;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads errors that come inside an answer, where no status tells what they are.</summary>
internal static class ResponseErrors
{
    /// <summary>Reads an error.</summary>
    /// <param name="error">An object with <c>code</c>, <c>message</c>, and maybe <c>param</c> and <c>type</c>.</param>
    public static ProviderError Read(JsonElement error)
    {
        var code = Text(error, "code"u8);
        var type = Text(error, "type"u8);
        if (type == "error") type = null;
        var message = Text(error, "message"u8) ?? "The provider reported an error without saying which.";
        return new ProviderError(Kind(code ?? type), message, code ?? type, Text(error, "param"u8));
    }

    /// <summary>What a code, or a type where there is none, says of an error.</summary>
    public static ErrorKind Kind(string? code) => code switch
    {
        "rate_limit_exceeded" or "rate_limit_error" => ErrorKind.RateLimit,
        "server_is_overloaded" or "slow_down" or "service_unavailable_error" => ErrorKind.Overloaded,
        "insufficient_quota" or "credit_balance_exhausted" => ErrorKind.Billing,
        "invalid_api_key" => ErrorKind.Authentication,
        "model_not_found" => ErrorKind.NotFound,
        "context_length_exceeded" or "bio_policy" or "data_residency_mismatch" => ErrorKind.InvalidRequest,
        _ when code is not null && (code.StartsWith("invalid_", StringComparison.Ordinal) || code.Contains("image", StringComparison.Ordinal)) => ErrorKind.InvalidRequest,
        _ => ErrorKind.Internal,
    };

    private static string? Text(JsonElement error, ReadOnlySpan<byte> name) => RawJson.Say(ItemPieces.Member(error, name)) is { Length: > 0 } text ? text : null;
}
