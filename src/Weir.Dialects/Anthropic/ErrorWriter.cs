using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes <c>{"type":"error","error":{"type","message"},"request_id"}</c>.</summary>
internal static class ErrorWriter
{
    /// <summary>What Anthropic's SDKs wait for before they go on without a thread at the server and send the whole conversation.</summary>
    private const string NoThreads = "thread_unsupported_request";

    public static void Write(in ClientError error, bool asEvent, IBufferWriter<byte> output)
    {
        if (asEvent) output.Write("event: error\ndata: "u8);
        using (var writer = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "error"u8);
            writer.WriteStartObject("error"u8);
            writer.WriteString("type"u8, TypeOf(error.Status));
            writer.WriteString("message"u8, error.Message);
            if (error.Param == "thread")
            {
                writer.WriteStartObject("details"u8);
                writer.WriteString("error_code"u8, NoThreads);
                writer.WriteStartArray("unsupported"u8);
                writer.WriteStringValue(error.Param);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteString("request_id"u8, error.RequestId);
            writer.WriteEndObject();
        }
        if (asEvent) output.Write("\n\n"u8);
    }

    private static ReadOnlySpan<byte> TypeOf(int status) => status switch
    {
        401 => "authentication_error"u8,
        402 => "billing_error"u8,
        403 => "permission_error"u8,
        404 => "not_found_error"u8,
        408 or 504 => "timeout_error"u8,
        409 => "conflict_error"u8,
        413 => "request_too_large"u8,
        429 => "rate_limit_error"u8,
        503 or 529 => "overloaded_error"u8,
        >= 500 => "api_error"u8,
        _ => "invalid_request_error"u8,
    };
}
