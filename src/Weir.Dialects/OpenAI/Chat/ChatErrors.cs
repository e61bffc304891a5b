using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Dialects.Errors;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Errors: as clients are told them, and as providers report them, of whom few keep to OpenAI's form.</summary>
internal static class ChatErrors
{
    public static void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output)
    {
        if (asEvent) output.Write("data: "u8);
        ErrorBody.Write(output, error.Message, error.Type, error.Param, error.Code);
        if (asEvent) output.Write("\n\n"u8);
    }

    /// <summary>Reads the error in an event of a stream, which has no status.</summary>
    public static ProviderError Read(ReadOnlySpan<byte> data) =>
        Parse(data) is { } said ? new ProviderError(KindOf(said), said.Message, said.Code, said.Param) : new ProviderError(ErrorKind.Internal, "", null, null);

    public static bool TryRead(int status, ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProviderError? error)
    {
        error = null;
        if (Parse(body) is not { } said) return false;
        var kind = ErrorKinds.Of(status);
        // Whoever has no money is told so with the status of those who are too fast.
        if (kind == ErrorKind.RateLimit && IsAboutMoney(said)) kind = ErrorKind.Billing;
        error = new ProviderError(kind, said.Message, said.Code, said.Param);
        return true;
    }

    private static SaidError? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return SaidError.Find(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ErrorKind KindOf(SaidError said)
    {
        if (int.TryParse(said.Code, out var status) && status is >= 400 and < 600) return ErrorKinds.Of(status);
        if (IsAboutMoney(said)) return ErrorKind.Billing;
        return Kind(said.Code) ?? Kind(said.Type) ?? ErrorKind.Internal;
    }

    private static bool IsAboutMoney(SaidError said) =>
        said.Code is "insufficient_quota" or "credit_balance_exhausted" || said.Type is "insufficient_quota";

    private static ErrorKind? Kind(string? word) => word switch
    {
        "invalid_request_error" or "BadRequestError" or "context_length_exceeded" => ErrorKind.InvalidRequest,
        "authentication_error" or "invalid_api_key" => ErrorKind.Authentication,
        "billing_error" => ErrorKind.Billing,
        "permission_error" => ErrorKind.Permission,
        "not_found_error" or "model_not_found" or "NotFoundError" => ErrorKind.NotFound,
        "request_too_large" => ErrorKind.TooLarge,
        "rate_limit_error" or "rate_limit_exceeded" or "slow_down" or "tokens" or "requests" => ErrorKind.RateLimit,
        "overloaded_error" or "service_unavailable_error" or "server_is_overloaded" or "engine_overloaded" => ErrorKind.Overloaded,
        "timeout_error" or "timeout" => ErrorKind.Timeout,
        _ => null,
    };
}
