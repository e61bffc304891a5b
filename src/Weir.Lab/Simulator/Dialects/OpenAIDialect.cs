using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Chat;
using Weir.Lab.Simulator.Completions;
using Weir.Lab.Simulator.Embeddings;
using Weir.Lab.Simulator.Moderations;
using Weir.Lab.Simulator.Responses;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Dialects;

/// <summary>OpenAI: whatever no other provider owns.</summary>
internal sealed class OpenAIDialect(AnswerEngine engine) : ProviderDialect
{
    private const int RequestLimit = 10_000;
    private const int TokenLimit = 2_000_000;

    private readonly ChatEndpoint _chat = new(engine);
    private readonly CompletionsEndpoint _completions = new(engine);
    private readonly ResponsesEndpoint _responses = new(engine);

    public override bool Owns(string path, Exchange exchange) => true;

    public override ApiError? Authorize(Exchange exchange, string key)
    {
        if (Bearer(exchange) is not { } given)
            return new ApiError(401, "You didn't provide an API key in an Authorization header of the form 'Bearer KEY'.", ApiError.InvalidRequest, null, null);
        return string.Equals(given, key, StringComparison.Ordinal)
            ? null
            : new ApiError(401, "Incorrect API key provided.", ApiError.InvalidRequest, null, "invalid_api_key");
    }

    public override void WriteHeaders(Exchange exchange, int tokens)
    {
        var headers = exchange.Http.Response.Headers;
        headers["x-request-id"] = exchange.Id("req_");
        headers["openai-version"] = "2020-10-01";
        headers["openai-organization"] = "weir-simulator";
        headers["openai-processing-ms"] = ((long)exchange.Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

        // Every request meets a full bucket, so what remains and the time to refill follow from the request alone.
        headers["x-ratelimit-limit-requests"] = RequestLimit.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining-requests"] = (RequestLimit - 1).ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset-requests"] = GoDuration.Format(TimeSpan.FromMinutes(1.0 / RequestLimit));
        headers["x-ratelimit-limit-tokens"] = TokenLimit.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining-tokens"] = Math.Max(0, TokenLimit - tokens).ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset-tokens"] = GoDuration.Format(TimeSpan.FromMinutes((double)tokens / TokenLimit));
    }

    public override void WriteError(Exchange exchange, IBufferWriter<byte> output, ApiError error) => ErrorWriter.Write(output, error);

    public override async Task<ApiError?> AnswerAsync(Exchange exchange, string path, JsonDocument? document)
    {
        var method = exchange.Http.Request.Method;
        if (path is "/v1/chat/completions" or "/v1/embeddings" or "/v1/completions" or "/v1/moderations")
        {
            if (!HttpMethods.IsPost(method))
                return NotAllowed(method, path);
            if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
                return BadJson();
            return path switch
            {
                "/v1/embeddings" => await EmbeddingsEndpoint.AnswerAsync(exchange, document.RootElement),
                "/v1/completions" => await _completions.AnswerAsync(exchange, document.RootElement),
                "/v1/moderations" => await ModerationsEndpoint.AnswerAsync(exchange, document.RootElement),
                _ => await _chat.AnswerAsync(exchange, document.RootElement),
            };
        }

        if (path == ResponsesEndpoint.Path || path.StartsWith(ResponsesEndpoint.Path + "/", StringComparison.Ordinal))
            return await _responses.AnswerAsync(exchange, path, document);
        if (path == "/v1/models" || path.StartsWith("/v1/models/", StringComparison.Ordinal))
            return HttpMethods.IsGet(method) ? await ModelsEndpoint.AnswerAsync(exchange, path) : NotAllowed(method, path);
        return new ApiError(404, $"Invalid URL ({method} {path})", ApiError.InvalidRequest, null, null);
    }

    private static ApiError NotAllowed(string method, string path) => new(
        405, $"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP method?)", ApiError.InvalidRequest, null, null);
}
