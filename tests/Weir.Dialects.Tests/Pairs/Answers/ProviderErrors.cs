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
