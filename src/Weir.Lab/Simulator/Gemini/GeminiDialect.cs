using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Dialects;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Google's Gemini: <c>/v1beta/models/MODEL:METHOD</c>, and the same under <c>/v1</c>.</summary>
internal sealed class GeminiDialect(AnswerEngine engine) : ProviderDialect
{
    private const string InvalidKey = "API_KEY_INVALID";

    private readonly GeminiEndpoint _endpoint = new(engine);

    public override bool Owns(string path, Exchange exchange) => path.StartsWith("/v1beta/", StringComparison.Ordinal)
        || (path.StartsWith("/v1/models/", StringComparison.Ordinal) && path.Contains(':', StringComparison.Ordinal) && HttpMethods.IsPost(exchange.Http.Request.Method));

    public override ApiError? Authorize(Exchange exchange, string key)
    {
        var header = exchange.Http.Request.Headers["x-goog-api-key"].ToString();
        var given = header.Length > 0 ? header : exchange.Http.Request.Query["key"].ToString();
        if (given.Length == 0)
        {
            return new ApiError(
                403,
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
                "PERMISSION_DENIED",
                null,
                null);
        }

        return string.Equals(given, key, StringComparison.Ordinal)
            ? null
            : ApiError.Invalid("API key not valid. Please pass a valid API key.", null, InvalidKey);
    }

    public override void WriteHeaders(Exchange exchange, int tokens)
    {
        // Gemini tells no limits and no identifier in its headers; the time it took is all there is.
        exchange.Http.Response.Headers["server-timing"] = $"gfet4t7; dur={(long)exchange.Elapsed.TotalMilliseconds}";
        exchange.Http.Response.Headers.Vary = "Origin, X-Origin, Referer";
    }

    public override void WriteError(Exchange exchange, IBufferWriter<byte> output, ApiError error)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteNumber("code", error.Status);
        writer.WriteString("message", error.Message);
        writer.WriteString("status", StatusOf(error.Status));
        if (error.Code == InvalidKey)
            WriteDetail(writer, "google.rpc.ErrorInfo", detail =>
            {
                detail.WriteString("reason", InvalidKey);
                detail.WriteString("domain", "googleapis.com");
            });
        else if (exchange.Http.Response.Headers.RetryAfter is [{ } seconds, ..])
            WriteDetail(writer, "google.rpc.RetryInfo", detail => detail.WriteString("retryDelay", seconds + "s"));
        else if (error is { Status: 400, Param: { } field } && error.Message.StartsWith("Invalid", StringComparison.Ordinal))
            WriteDetail(writer, "google.rpc.BadRequest", detail => WriteViolation(detail, field, error.Message));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public override string? ModelOf(string path, JsonDocument? document) => GeminiEndpoint.Target(path)?.Model;

    public override bool WantsStream(string path, JsonDocument? document) => GeminiEndpoint.Target(path)?.Method == "streamGenerateContent";

    public override ApiError BadJson() => ApiError.Invalid("Invalid JSON payload received. Unexpected end of string.", null, null);

    public override ApiError TooLong(ChatRequest request) => ApiError.Invalid(
        $"The input token count ({request.PromptTokens}) exceeds the maximum number of tokens allowed ({request.Profile.ContextTokens}).", null, null);

    public override Task<ApiError?> AnswerAsync(Exchange exchange, string path, JsonDocument? document) => _endpoint.AnswerAsync(exchange, path, document);

    private static void WriteDetail(Utf8JsonWriter writer, string type, Action<Utf8JsonWriter> members)
    {
        writer.WriteStartArray("details");
        writer.WriteStartObject();
        writer.WriteString("@type", "type.googleapis.com/" + type);
        members(writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteViolation(Utf8JsonWriter writer, string field, string message)
    {
        writer.WriteStartArray("fieldViolations");
        writer.WriteStartObject();
        if (field.Length > 0)
            writer.WriteString("field", field);
        writer.WriteString("description", message);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static string StatusOf(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        500 => "INTERNAL",
        501 => "UNIMPLEMENTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => status >= 500 ? "UNKNOWN" : "FAILED_PRECONDITION",
    };
}
