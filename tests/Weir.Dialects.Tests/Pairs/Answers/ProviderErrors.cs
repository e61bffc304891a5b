using Weir.Dialects.Errors;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>How providers say that something went wrong, as a body and in the middle of a stream.</summary>
internal static class ProviderErrors
{
    public const string Message = "Slow \"down\", please. 😀";

    private const string Quoted = "\"Slow \\\"down\\\", please. \\ud83d\\ude00\"";

    public static string Body(Dialect provider) => provider switch
    {
        Dialect.Chat or Dialect.Responses => $$$$$"""{"error":{"message":{{{{{Quoted}}}}},"type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""",
        Dialect.Messages => $$$$$"""{"type":"error","error":{"type":"rate_limit_error","message":{{{{{Quoted}}}}}},"request_id":"req_1"}""",
        Dialect.Gemini => $$$$$"""{"error":{"code":429,"message":{{{{{Quoted}}}}},"status":"RESOURCE_EXHAUSTED"}}""",
        _ => $$$$$"""{"message":{{{{{Quoted}}}}},"__type":"ThrottlingException"}""",
    };

    /// <summary>Errors inside a stream, in the words of those who report them, and the kind that each is.</summary>
    public static IEnumerable<(Dialect Provider, string Name, string Data, ErrorKind Kind)> Events { get; } =
    [
        .. OpenAI.Select(row => (Dialect.Chat, "", $$$"""{"error":{"message":"m","type":"{{{row.Type}}}","param":null,"code":{{{row.Code}}} }}""", row.Kind)),
        .. OpenAI.Select(row => (Dialect.Responses, "error", $$$"""{"type":"error","error":{"type":"{{{row.Type}}}","code":{{{row.Code}}},"message":"m","param":null},"sequence_number":1}""", row.Kind)),
        .. Failed.Select(row => (Dialect.Responses, "response.failed", $$$$"""{"type":"response.failed","sequence_number":1,"response":{"id":"r","status":"failed","error":{"code":"{{{{row.Code}}}}","message":"m"}}}""", row.Kind)),
        .. Anthropic.Select(row => (Dialect.Messages, "error", $$$"""{"type":"error","error":{"type":"{{{row.Type}}}","message":"m"}}""", row.Kind)),
        .. Google.Select(row => (Dialect.Gemini, "", $$$"""{"error":{"code":{{{row.Code}}},"message":"m","status":"{{{row.Word}}}"}}""", row.Kind)),
        .. Google.Select(row => (Dialect.Gemini, "", $$$"""{"error":{"message":"m","status":"{{{row.Word}}}"}}""", row.Kind)),
        .. Amazon.Select(row => (Dialect.Converse, "exception:" + row.Type, row.Payload, row.Kind)),
    ];

    private static (string Type, string Code, ErrorKind Kind)[] OpenAI =>
    [
        ("server_error", "null", ErrorKind.Internal), ("server_error", "\"server_error\"", ErrorKind.Internal), ("new_error", "\"new\"", ErrorKind.Internal),
        ("rate_limit_error", "null", ErrorKind.RateLimit), ("tokens", "\"rate_limit_exceeded\"", ErrorKind.RateLimit), ("requests", "\"new\"", ErrorKind.RateLimit),
        ("server_error", "\"server_is_overloaded\"", ErrorKind.Overloaded), ("service_unavailable_error", "\"slow_down\"", ErrorKind.Overloaded), ("overloaded_error", "null", ErrorKind.Overloaded),
        ("insufficient_quota", "\"insufficient_quota\"", ErrorKind.Billing), ("invalid_request_error", "\"context_length_exceeded\"", ErrorKind.ContextLength),
        ("invalid_request_error", "\"new\"", ErrorKind.InvalidRequest), ("invalid_request_error", "\"invalid_api_key\"", ErrorKind.Authentication),
        ("permission_error", "null", ErrorKind.Permission), ("invalid_request_error", "\"model_not_found\"", ErrorKind.NotFound), ("timeout_error", "null", ErrorKind.Timeout),
        ("x", "429", ErrorKind.RateLimit), ("x", "503", ErrorKind.Overloaded), ("x", "413", ErrorKind.TooLarge),
    ];

    private static (string Code, ErrorKind Kind)[] Failed =>
    [
        ("server_error", ErrorKind.Internal), ("rate_limit_exceeded", ErrorKind.RateLimit), ("invalid_prompt", ErrorKind.InvalidRequest), ("vector_store_timeout", ErrorKind.Timeout),
        ("image_too_large", ErrorKind.InvalidRequest), ("failed_to_download_image", ErrorKind.InvalidRequest), ("empty_image_file", ErrorKind.InvalidRequest),
        ("server_is_overloaded", ErrorKind.Overloaded), ("insufficient_quota", ErrorKind.Billing), ("context_length_exceeded", ErrorKind.ContextLength),
    ];

    private static (string Type, ErrorKind Kind)[] Anthropic =>
    [
        ("api_error", ErrorKind.Internal), ("overloaded_error", ErrorKind.Overloaded), ("rate_limit_error", ErrorKind.RateLimit), ("invalid_request_error", ErrorKind.InvalidRequest),
        ("authentication_error", ErrorKind.Authentication), ("permission_error", ErrorKind.Permission), ("billing_error", ErrorKind.Billing), ("not_found_error", ErrorKind.NotFound),
        ("request_too_large", ErrorKind.TooLarge), ("timeout_error", ErrorKind.Timeout), ("conflict_error", ErrorKind.InvalidRequest), ("new_error", ErrorKind.Internal),
    ];

    private static (int Code, string Word, ErrorKind Kind)[] Google =>
    [
        (500, "INTERNAL", ErrorKind.Internal), (503, "UNAVAILABLE", ErrorKind.Overloaded), (429, "RESOURCE_EXHAUSTED", ErrorKind.RateLimit), (400, "INVALID_ARGUMENT", ErrorKind.InvalidRequest),
        (400, "FAILED_PRECONDITION", ErrorKind.InvalidRequest), (401, "UNAUTHENTICATED", ErrorKind.Authentication), (403, "PERMISSION_DENIED", ErrorKind.Permission),
        (404, "NOT_FOUND", ErrorKind.NotFound), (504, "DEADLINE_EXCEEDED", ErrorKind.Timeout),
    ];

    private static (string Type, string Payload, ErrorKind Kind)[] Amazon =>
    [
        ("internalServerException", "{\"message\":\"m\"}", ErrorKind.Internal), ("throttlingException", "{\"message\":\"m\"}", ErrorKind.RateLimit),
        ("serviceUnavailableException", "{\"message\":\"m\"}", ErrorKind.Overloaded), ("validationException", "{\"message\":\"m\"}", ErrorKind.InvalidRequest),
        ("modelTimeoutException", "{}", ErrorKind.Timeout), ("modelStreamErrorException", "{\"message\":\"m\"}", ErrorKind.Internal),
        ("modelStreamErrorException", "{\"message\":\"m\",\"originalMessage\":\"o\",\"originalStatusCode\":429}", ErrorKind.RateLimit),
        ("modelStreamErrorException", "{\"message\":\"m\",\"originalStatusCode\":\"429\"}", ErrorKind.Internal), ("newException", "not JSON", ErrorKind.Internal),
    ];

    /// <summary>The event that breaks a stream off.</summary>
    public static (string Name, string Data, ErrorKind Kind) Event(Dialect provider) => provider switch
    {
        Dialect.Chat => ("", $$$$$"""{"error":{"message":{{{{{Quoted}}}}},"type":"server_error","param":null,"code":"server_error"}}""", ErrorKind.Internal),
        Dialect.Responses => ("error", $$$$$"""{"type":"error","code":"server_error","message":{{{{{Quoted}}}}},"param":null,"sequence_number":3}""", ErrorKind.Internal),
        Dialect.Messages => ("error", $$$$$"""{"type":"error","error":{"type":"overloaded_error","message":{{{{{Quoted}}}}}}}""", ErrorKind.Overloaded),
        Dialect.Gemini => ("", $$$$$"""{"error":{"code":503,"message":{{{{{Quoted}}}}},"status":"UNAVAILABLE"}}""", ErrorKind.Overloaded),
        _ => ("exception:modelStreamErrorException", $$$$$"""{"message":{{{{{Quoted}}}}}}""", ErrorKind.Internal),
    };
}
