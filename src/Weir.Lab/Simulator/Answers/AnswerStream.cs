using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Streams an answer at the pace of its model, up to the point where a fault strikes.</summary>
internal sealed class AnswerStream(Exchange exchange, ChatAnswer answer, Pacer pacer, IAnswerWriter writer)
{
    private readonly EventWriter _output = new(exchange, writer.Framing(exchange));
    private int _sent;

    /// <summary>False when a fault ended the stream.</summary>
    public async Task<bool> RunAsync()
    {
        var response = exchange.Http.Response;
        exchange.WriteStandardHeaders(answer.Request.PromptTokens);
        var type = exchange.Dialect.StreamContentType;
        response.ContentType = exchange.Has(FaultKind.WrongContentType) ? "text/plain; charset=utf-8"
            : type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
        response.Headers.CacheControl = "no-cache";
        await response.StartAsync(exchange.Aborted);
        await response.BodyWriter.FlushAsync(exchange.Aborted);

        using var events = writer.Events(exchange, answer, _output);
        await pacer.UntilTokenAsync(0);
        await events.BeginAsync();
        if (!await SendTokensAsync(events))
            return false;
        foreach (var choice in answer.Choices)
            await events.FinishAsync(choice);
        await events.EndAsync();
        if (exchange.Has(FaultKind.NoDoneOpen))
        {
            await _output.FlushAsync();
            await exchange.WaitForeverAsync();
        }

        await _output.EndAsync();
        return !_output.IsBroken;
    }

    /// <summary>False when a fault ended the stream.</summary>
    private async Task<bool> SendTokensAsync(IAnswerEvents events)
    {
        var deltas = answer.Choices.Select(choice => Delta.Of(choice, events.ShowsThinking)).ToList();
        var steps = deltas.Max(list => list.Count);
        for (var step = 0; step < steps; step++)
        {
            if (step > 0 && pacer.IsPaced)
                await pacer.UntilTokenAsync(step);
            for (var choice = 0; choice < deltas.Count; choice++)
            {
                if (step >= deltas[choice].Count)
                    continue;
                if (exchange.Has(FaultKind.TruncatedJson))
                    _output.HalveNext();
                else if (!await SurvivesAsync())
                    return false;
                await events.DeltaAsync(answer.Choices[choice], deltas[choice][step], flush: pacer.IsPaced || _sent == 0);
                if (_output.IsBroken)
                    return false;
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

        await _output.FlushAsync();
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
}
