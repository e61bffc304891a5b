namespace Weir.Lab.Simulator.Faults;

/// <summary>The error that goes with each status, and with each code, that can be asked for.</summary>
internal static class StatusErrors
{
    public static ApiError For(int status, string? code) => code switch
    {
        null => For(status),
        "context_length_exceeded" => new(
            status,
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.",
            ApiError.InvalidRequest,
            "messages",
            code),
        "content_policy_violation" => new(status, "Your request was rejected as a result of our safety system.", ApiError.InvalidRequest, null, code),
        _ => For(status) with { Code = code },
    };

    private static ApiError For(int status) => status switch
    {
        400 => new(400, "The request was refused on demand.", ApiError.InvalidRequest, null, "invalid_value"),
        401 => new(401, "Incorrect API key provided: sim-****.", ApiError.InvalidRequest, null, "invalid_api_key"),
        402 => new(402, "You have no credit left.", "insufficient_quota", null, "credit_balance_exhausted"),
        403 => new(403, "Your project does not have access to this model.", ApiError.InvalidRequest, null, "model_not_found"),
        404 => new(404, "The model does not exist or you do not have access to it.", ApiError.InvalidRequest, "model", "model_not_found"),
        408 => new(408, "The request timed out.", "timeout", null, "request_timeout"),
        409 => new(409, "The request is in conflict with another one.", ApiError.InvalidRequest, null, "conflict"),
        413 => new(413, "The request is too large.", ApiError.InvalidRequest, null, "request_too_large"),
        429 => new(429, "Rate limit reached for requests per minute. Please try again later.", "requests", null, "rate_limit_exceeded"),
        503 => new(503, "The engine is currently overloaded, please try again later.", "service_unavailable_error", null, "server_is_overloaded"),
        >= 500 => new(status, "The server had an error while processing your request. Sorry about that!", "server_error", null, "server_error"),
        _ => new(status, "The request was refused on demand.", ApiError.InvalidRequest, null, null),
    };
}
