using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Weir.Lab.Simulator.Chat;
using Weir.Lab.Simulator.Embeddings;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator;

/// <summary>Takes every request: records it, finds the fault that it asks for, and hands it to its endpoint.</summary>
internal sealed class SimulatorHandler(SimulatorOptions options, TimeProvider time, RequestLog log)
{
    public const int MaxBody = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 256 };

    private readonly ChatEndpoint _chat = new(options);
    private long _number;

    public Fault? DefaultFault { get; set; }

    public async Task HandleAsync(HttpContext http)
    {
        var number = Interlocked.Increment(ref _number);
        var body = await ReadBodyAsync(http.Request);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var record = new RecordedRequest(http.Request.Method, http.Request.GetEncodedPathAndQuery(), headers, body, time.GetUtcNow());
        var exchange = new Exchange(http, record, number, options, time);
        log.Add(record);
        var clientWentAway = false;
        try
        {
            await AnswerAsync(exchange, body);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to answer. A client that leaves after the last byte, or that a fault threw out, is not meant.
            clientWentAway = !exchange.AbortedOnDemand;
        }
        finally
        {
            record.Finish(clientWentAway);
        }
    }

    private async Task AnswerAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        var error = Authorize(exchange) ?? FindFault(exchange, document);
        if (error is not null)
        {
            await exchange.SendErrorAsync(error);
            return;
        }

        if (await EarlyFaults.AnswerAsync(exchange, WantsStream(document)))
            return;
        try
        {
            error = await RouteAsync(exchange, document);
        }
        catch (InvalidOperationException) when (!exchange.Http.Response.HasStarted && document is not null)
        {
            // Text that is not valid Unicode shows itself only when a string is read.
            error = ApiError.BadJson();
        }

        if (error is not null)
            await exchange.SendErrorAsync(error);
    }

    private async Task<ApiError?> RouteAsync(Exchange exchange, JsonDocument? document)
    {
        var path = exchange.Http.Request.Path.Value ?? "";
        var method = exchange.Http.Request.Method;
        if (path is "/v1/chat/completions" or "/v1/embeddings")
        {
            if (!HttpMethods.IsPost(method))
                return NotAllowed(method, path);
            if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
                return ApiError.BadJson();
            return path == "/v1/embeddings"
                ? await EmbeddingsEndpoint.AnswerAsync(exchange, document.RootElement)
                : await _chat.AnswerAsync(exchange, document.RootElement);
        }

        if (path == "/v1/models" || path.StartsWith("/v1/models/", StringComparison.Ordinal))
            return HttpMethods.IsGet(method) ? await ModelsEndpoint.AnswerAsync(exchange, path) : NotAllowed(method, path);
        return new ApiError(404, $"Invalid URL ({method} {path})", ApiError.InvalidRequest, null, null);
    }

    private static ApiError NotAllowed(string method, string path) => new(
        405, $"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP method?)", ApiError.InvalidRequest, null, null);

    private ApiError? Authorize(Exchange exchange)
    {
        if (options.ApiKey is null)
            return null;
        const string Scheme = "Bearer ";
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new ApiError(401, "You didn't provide an API key in an Authorization header of the form 'Bearer KEY'.", ApiError.InvalidRequest, null, null);
        return string.Equals(header[Scheme.Length..].Trim(), options.ApiKey, StringComparison.Ordinal)
            ? null
            : new ApiError(401, "Incorrect API key provided.", ApiError.InvalidRequest, null, "invalid_api_key");
    }

    private ApiError? FindFault(Exchange exchange, JsonDocument? document)
    {
        exchange.Fault = DefaultFault;
        string? asked = exchange.Http.Request.Headers["x-sim-fault"];
        if (asked is null && Property(document, "model") is { ValueKind: JsonValueKind.String } model && IsReadable(model, out var name)
            && name.StartsWith(FaultParser.ModelPrefix, StringComparison.Ordinal))
        {
            asked = name[FaultParser.ModelPrefix.Length..];
        }

        if (string.IsNullOrWhiteSpace(asked))
            return null;
        if (!FaultParser.TryParse(asked, out var fault))
            return FaultParser.Unknown(asked);
        exchange.Fault = fault;
        return null;
    }

    private static bool IsReadable(JsonElement text, out string value)
    {
        try
        {
            value = text.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            value = "";
            return false;
        }
    }

    private static bool WantsStream(JsonDocument? document) => Property(document, "stream") is { ValueKind: JsonValueKind.True };

    private static JsonElement? Property(JsonDocument? document, string name) =>
        document?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var value) ? value : null;

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0)
            return null;
        try
        {
            return JsonDocument.Parse(body, Parsing);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0))
            return ReadOnlyMemory<byte>.Empty;
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 4096, MaxBody));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
