using Weir.Dialects.Errors;

namespace Weir.Dialects.OpenAI;

/// <summary>What OpenAI's codes and types say of an error where no status does: inside a stream, and in an answer that failed.</summary>
internal static class ErrorWords
{
    /// <summary>The kind of an error; the code knows better than the type.</summary>
    /// <param name="code">Its <c>code</c>, maybe a status in digits; or null.</param>
    /// <param name="type">Its <c>type</c>, or null.</param>
    public static ErrorKind KindOf(string? code, string? type)
    {
        if (int.TryParse(code, out var status) && status is >= 400 and < 600) return ErrorKinds.Of(status);
        if (AreAboutMoney(code, type)) return ErrorKind.Billing;
        return Kind(code) ?? Kind(type) ?? ErrorKind.Internal;
    }

    /// <summary>Whether there is no money left, which OpenAI says with the status of those who are too fast.</summary>
    public static bool AreAboutMoney(string? code, string? type) =>
        code is "insufficient_quota" or "credit_balance_exhausted" || type is "insufficient_quota";

    private static ErrorKind? Kind(string? word) => word switch
    {
        "BadRequestError" or "context_length_exceeded" or "bio_policy" or "data_residency_mismatch" => ErrorKind.InvalidRequest,
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
