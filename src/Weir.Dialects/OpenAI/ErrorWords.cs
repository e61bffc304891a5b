using Weir.Dialects.Errors;

namespace Weir.Dialects.OpenAI;

/// <summary>What OpenAI's codes and types say of an error where no status does: inside a stream, and in an answer that failed.</summary>
internal static class ErrorWords
{
    /// <summary>The kind of an error; the code knows better than the type.</summary>
    /// <param name="code">Its <c>code</c>, maybe a status in digits; or null.</param>
    /// <param name="type">Its <c>type</c>, or null.</param>
    /// <param name="words">All that it says.</param>
    public static ErrorKind KindOf(string? code, string? type, string words)
    {
        var kind = int.TryParse(code, out var status) && status is >= 400 and < 600 ? ErrorKinds.Of(status) : Kind(code) ?? Kind(type) ?? ErrorKind.Internal;
        return ErrorWording.Refine(kind, code, type, words);
    }

    private static ErrorKind? Kind(string? word) => word switch
    {
        "BadRequestError" or "data_residency_mismatch" => ErrorKind.InvalidRequest,
        "authentication_error" or "invalid_api_key" => ErrorKind.Authentication,
        "billing_error" => ErrorKind.Billing,
        "permission_error" => ErrorKind.Permission,
        "not_found_error" or "model_not_found" or "NotFoundError" => ErrorKind.NotFound,
        "request_too_large" => ErrorKind.TooLarge,
        "rate_limit_error" or "rate_limit_exceeded" or "tokens" or "requests" => ErrorKind.RateLimit,
        "overloaded_error" or "service_unavailable_error" or "server_is_overloaded" or "engine_overloaded" or "slow_down" => ErrorKind.Overloaded,
        "timeout_error" or "timeout" or "vector_store_timeout" => ErrorKind.Timeout,
        // The responses API has a code for everything that may be wrong with a picture.
        _ when word is not null && (word.StartsWith("invalid_", StringComparison.Ordinal) || word.Contains("image", StringComparison.Ordinal)) => ErrorKind.InvalidRequest,
        _ => null,
    };
}
