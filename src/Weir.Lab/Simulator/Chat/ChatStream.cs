using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Streams an answer at the pace of its model, up to the point where a fault strikes.</summary>
internal sealed class ChatStream(Exchange exchange, ChatAnswer answer, Pacer pacer)
{
    private readonly EventWriter _events = new(exchange);
    private int _sent;

    public async Task RunAsync()
    {
        var response = exchange.Http.Response;
        exchange.WriteStandardHeaders(answer.Request.PromptTokens);
        response.ContentType = exchange.Has(FaultKind.WrongContentType) ? "text/plain; charset=utf-8" : "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        await response.StartAsync(exchange.Aborted);
        await response.BodyWriter.FlushAsync(exchange.Aborted);

        using var chunks = new ChunkWriter(answer);
        await pacer.UntilTokenAsync(0);
        foreach (var choice in answer.Choices)
            await _events.WriteAsync(chunks.Delta(choice, new Delta(DeltaKind.Role)), flush: false);
        if (!await SendTokensAsync(chunks))
            return;
        foreach (var choice in answer.Choices)
            await _events.WriteAsync(chunks.Delta(choice, new Delta(DeltaKind.Finish)), flush: false);
        await SendEndAsync(chunks);
    }

    /// <summary>False when a fault ended the stream.</summary>
    private async Task<bool> SendTokensAsync(ChunkWriter chunks)
    {
        var deltas = answer.Choices.Select(Delta.Of).ToList();
        for (var step = 0; step < answer.Steps; step++)
        {
            if (step > 0 && pacer.IsPaced)
                await pacer.UntilTokenAsync(step);
            for (var choice = 0; choice < deltas.Count; choice++)
            {
                if (step >= deltas[choice].Count)
                    continue;
                var chunk = chunks.Delta(answer.Choices[choice], deltas[choice][step]);
                if (exchange.Has(FaultKind.TruncatedJson))
                {
                    await _events.WriteHalfAsync(chunk);
                    return false;
                }

                if (!await SurvivesAsync())
                    return false;
                await _events.WriteAsync(chunk, flush: pacer.IsPaced || _sent == 0);
                exchange.Record.TokensSent = ++_sent;
            }
        }

        // A fault that waits for more tokens than there are strikes at the end of the text.
        return await SurvivesAsync(atEnd: true);
    }

    private async Task<bool> SurvivesAsync(bool atEnd = false)
    {
        if (exchange.Fault is not { Kind: FaultKind.Cut or FaultKind.End or FaultKind.Stall or FaultKind.ResetMid } fault
            || !(atEnd ? fault.Count >= _sent : fault.Count == _sent))
        {
            return true;
        }

        await _events.FlushAsync();
        switch (fault.Kind)
        {
            case FaultKind.Cut:
                throw exchange.Cut();
            case FaultKind.ResetMid:
                await exchange.ResetAfterFlushAsync();
                return false;
            case FaultKind.Stall:
                await pacer.StallAsync(fault.Delay);
                return true;
            default:
                return false;
        }
    }

    private async Task SendEndAsync(ChunkWriter chunks)
    {
        if (answer.Request.IncludeUsage && answer.Usage is { } usage)
            await _events.WriteAsync(chunks.Usage(usage), flush: false);
        if (!exchange.Has(FaultKind.NoDone))
            await _events.WriteAsync("[DONE]"u8.ToArray(), flush: false);
        if (exchange.Has(FaultKind.DuplicateDone))
            await _events.WriteAsync("[DONE]"u8.ToArray(), flush: false);
        await _events.FlushAsync();
    }
}
