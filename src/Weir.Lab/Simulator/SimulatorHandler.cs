using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Weir.Lab.Simulator.Dialects;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator;

/// <summary>Takes every request: records it, finds the fault that it asks for, and hands it to its endpoint.</summary>
internal sealed class SimulatorHandler(SimulatorOptions options, TimeProvider time, RequestLog log) : IDisposable
{
    public const int MaxBody = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 256 };

    private readonly ProviderDialects _dialects = new(options);
    private readonly SemaphoreSlim? _slots = options.Slots is { } slots ? new SemaphoreSlim(slots) : null;
    private long _number;

    public Fault? DefaultFault { get; set; }

    public IFaultPlan? Plan { get; set; }

    public async Task HandleAsync(HttpContext http)
    {
        var number = Interlocked.Increment(ref _number);
        var body = await ReadBodyAsync(http.Request);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var record = new RecordedRequest(http.Request.Method, http.Request.GetEncodedPathAndQuery(), headers, body, time.GetUtcNow());
        var exchange = new Exchange(http, record, number, options, time);
        log.Add(record);
        var (clientWentAway, hasSlot) = (false, false);
        try
        {
            if (_slots is not null)
            {
                await _slots.WaitAsync(http.RequestAborted);
                hasSlot = true;
                record.BegunAt = time.GetUtcNow();
            }
            await AnswerAsync(exchange, body);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to answer. A client that leaves after the last byte, or that a fault threw out, is not meant.
            clientWentAway = !exchange.AbortedOnDemand;
        }
        finally
        {
            if (hasSlot) _slots!.Release();
            record.Finish(clientWentAway, time.GetUtcNow());
        }
    }

    public void Dispose() => _slots?.Dispose();

    private async Task AnswerAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        var path = exchange.Http.Request.Path.Value ?? "";
        var dialect = exchange.Dialect = _dialects.For(path, exchange);
        using var document = Parse(body);
        var error = (options.ApiKey is { } key ? dialect.Authorize(exchange, key) : null) ?? FindFault(exchange, dialect.ModelOf(path, document));
        if (error is not null)
        {
            await exchange.SendErrorAsync(error);
            return;
        }

        if (await EarlyFaults.AnswerAsync(exchange, dialect.WantsStream(path, document)))
            return;
        try
        {
            error = await dialect.AnswerAsync(exchange, path, document);
        }
        catch (InvalidOperationException) when (!exchange.Http.Response.HasStarted && document is not null)
        {
            // Text that is not valid Unicode shows itself only when a string is read.
            error = dialect.BadJson();
        }

        if (error is not null)
            await exchange.SendErrorAsync(error);
    }

    private ApiError? FindFault(Exchange exchange, string? model)
    {
        exchange.Fault = Plan?.Next(exchange.Record, model) ?? DefaultFault;
        string? asked = exchange.Http.Request.Headers["x-sim-fault"];
        if (asked is null && model is not null && model.StartsWith(FaultParser.ModelPrefix, StringComparison.Ordinal))
            asked = model[FaultParser.ModelPrefix.Length..];
        if (string.IsNullOrWhiteSpace(asked))
            return null;
        if (!FaultParser.TryParse(asked, out var fault))
            return FaultParser.Unknown(asked);
        exchange.Fault = fault;
        return null;
    }

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
