using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Dialects;

namespace Weir.Lab.Simulator.Messages;

/// <summary>Anthropic: <c>/v1/messages</c>, and <c>/v1/models</c> for clients that name a version of its API.</summary>
internal sealed class AnthropicDialect(AnswerEngine engine) : ProviderDialect
{
    public const string VersionHeader = "anthropic-version";

    private const string Endpoint = "/v1/messages";
    private const int RequestLimit = 4_000;
    private const int InputLimit = 2_000_000;
    private const int OutputLimit = 400_000;

    private readonly MessagesEndpoint _messages = new(engine);

    public override bool Owns(string path, Exchange exchange) =>
        path == Endpoint || path.StartsWith(Endpoint + "/", StringComparison.Ordinal)
        || ((path == "/v1/models" || path.StartsWith("/v1/models/", StringComparison.Ordinal)) && exchange.Http.Request.Headers.ContainsKey(VersionHeader));

    public override ApiError? Authorize(Exchange exchange, string key)
    {
        var header = exchange.Http.Request.Headers["x-api-key"].ToString();
        var given = header.Length > 0 ? header : Bearer(exchange);
        if (given is null)
            return new ApiError(401, "x-api-key header is required", "authentication_error", null, null);
        return string.Equals(given, key, StringComparison.Ordinal) ? null : new ApiError(401, "invalid x-api-key", "authentication_error", null, null);
    }

    public override void WriteHeaders(Exchange exchange, int tokens)
    {
        var headers = exchange.Http.Response.Headers;
        headers["request-id"] = exchange.Id("req_");
        headers["anthropic-organization-id"] = "00000000-0000-4000-8000-000000000000";
        var now = exchange.Time.GetUtcNow();
        Limit("requests", RequestLimit, 1);
        Limit("input-tokens", InputLimit, tokens);
        Limit("output-tokens", OutputLimit, 0);
        Limit("tokens", InputLimit + OutputLimit, tokens);

        // Every request meets a full bucket, as in OpenAI's headers; the moment of the refill is a date here.
        void Limit(string kind, int limit, int used)
        {
            headers[$"anthropic-ratelimit-{kind}-limit"] = limit.ToString(CultureInfo.InvariantCulture);
            headers[$"anthropic-ratelimit-{kind}-remaining"] = Math.Max(0, limit - used).ToString(CultureInfo.InvariantCulture);
            var reset = now + TimeSpan.FromMinutes((double)used / limit);
            headers[$"anthropic-ratelimit-{kind}-reset"] = reset.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    public override void WriteError(Exchange exchange, IBufferWriter<byte> output, ApiError error)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("type", "error");
        writer.WriteStartObject("error");
        writer.WriteString("type", TypeOf(error.Status));
        writer.WriteString("message", error.Status == 529 ? "Overloaded" : error.Message);
        if (error.Code == MessagesReader.NoThreads)
        {
            writer.WriteStartObject("details");
            writer.WriteString("error_code", error.Code);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteString("request_id", exchange.Id("req_"));
        writer.WriteEndObject();
    }

    public override async Task<ApiError?> AnswerAsync(Exchange exchange, string path, JsonDocument? document)
    {
        if (CheckVersion(exchange) is { } wrong)
            return wrong;
        var method = exchange.Http.Request.Method;
        if (path.StartsWith("/v1/models", StringComparison.Ordinal))
            return HttpMethods.IsGet(method) ? await AnthropicModels.AnswerAsync(exchange, path) : NotAllowed();
        if (path is not (Endpoint or Endpoint + "/count_tokens"))
            return new ApiError(404, "Not found", "not_found_error", null, null);
        if (!HttpMethods.IsPost(method))
            return NotAllowed();
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            return BadJson();
        return path == Endpoint
            ? await _messages.AnswerAsync(exchange, document.RootElement)
            : await _messages.CountAsync(exchange, document.RootElement);
    }

    public override ApiError BadJson() => ApiError.Invalid("The request body is not valid JSON", null, null);

    public override ApiError TooLong(ChatRequest request) =>
        ApiError.Invalid($"prompt is too long: {request.PromptTokens} tokens > {request.Profile.ContextTokens} maximum", null, null);

    private static ApiError? CheckVersion(Exchange exchange)
    {
        var version = exchange.Http.Request.Headers[VersionHeader].ToString();
        if (version.Length == 0)
            return ApiError.Invalid("anthropic-version: header is required", VersionHeader, null);
        return version is "2023-01-01" or "2023-06-01" or "2026-10-21"
            ? null
            : ApiError.Invalid($"anthropic-version: \"{version}\" is not a valid version", VersionHeader, null);
    }

    private static ApiError NotAllowed() => new(405, "Method Not Allowed", "invalid_request_error", null, null);

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        409 => "conflict_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        408 or 504 => "timeout_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => ApiError.InvalidRequest,
    };
}
