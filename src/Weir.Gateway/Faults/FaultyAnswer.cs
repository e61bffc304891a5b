using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Dialects;
using Weir.Dialects.Errors;

namespace Weir.Gateway.Faults;

/// <summary>Answers that no provider gave: errors in the dialect of the attempt, and bodies that are none.</summary>
internal static class FaultyAnswer
{
    private const string Binary = "application/vnd.amazon.eventstream";

    /// <summary>The answer of a fault that does not ask the provider.</summary>
    /// <param name="fault">Of the kind <c>status</c>, <c>garbage</c> or <c>empty</c>.</param>
    /// <param name="api">The dialect that the provider is spoken to.</param>
    /// <param name="streamed">Whether a stream was asked for.</param>
    public static HttpResponseMessage Of(FaultModel fault, Dialect api, bool streamed)
    {
        var answer = fault.Kind switch
        {
            FaultKind.Status => Answer(fault.Code, Error(fault, api), "application/json"),
            FaultKind.Garbage when streamed => Answer(200, "data: %%% no answer %%%\n\n"u8.ToArray(), StreamType(api)),
            FaultKind.Garbage => Answer(200, "%%% no answer %%%"u8.ToArray(), "application/json"),
            _ => Answer(200, [], streamed ? StreamType(api) : "application/json"),
        };
        // The ledger keeps it as the provider's own, so that a row tells what was no provider's doing.
        answer.Headers.TryAddWithoutValidation("x-request-id", $"weir-fault:{fault.Name}");
        if (fault.RetryAfter is { } wait) answer.Headers.RetryAfter = new RetryConditionHeaderValue(wait);
        return answer;
    }

    private static HttpResponseMessage Answer(int status, byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }

    private static string StreamType(Dialect api) => api == Dialect.Converse ? Binary : "text/event-stream";

    private static byte[] Error(FaultModel fault, Dialect api)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"The fault '{fault.Name}' answers with status {fault.Code}.");
        // No client speaks Converse, whose errors are a message.
        if (api == Dialect.Converse) return Encoding.UTF8.GetBytes($$"""{"message":"{{JsonEncodedText.Encode(message)}}"}""");
        var (type, code) = fault.Code switch
        {
            429 => ("rate_limit_error", "rate_limit_exceeded"),
            503 or 529 => ("service_unavailable_error", "overloaded"),
            >= 500 => ("server_error", "server_error"),
            401 => ("authentication_error", "invalid_api_key"),
            _ => ("invalid_request_error", "invalid_request"),
        };
        var body = new ArrayBufferWriter<byte>(256);
        DialectTable.Client(api).Write(new ClientError(fault.Code, type, code, message, null, ""), asEvent: false, body);
        return body.WrittenSpan.ToArray();
    }
}
