namespace Weir.Lab.Simulator.Faults;

/// <summary>The faults that strike before the request is even looked at.</summary>
internal static class EarlyFaults
{
    /// <summary>True when the fault was the whole answer.</summary>
    public static async Task<bool> AnswerAsync(Exchange exchange, bool streamed)
    {
        var fault = exchange.Fault;
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                await SendStatusAsync(exchange, fault);
                return true;
            case FaultKind.Reset:
                exchange.Reset();
                return true;
            case FaultKind.Silence:
                await exchange.WaitForeverAsync();
                return true;
            case FaultKind.SlowHeaders:
                await exchange.WaitAsync(fault.Delay.GetValueOrDefault());
                return false;
            case FaultKind.Html:
                await PlainBody.SendTextAsync(
                    exchange, 502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n");
                return true;
            case FaultKind.Empty:
                exchange.WriteStandardHeaders(0);
                exchange.Http.Response.ContentType = streamed ? exchange.Dialect.StreamContentType : "application/json";
                exchange.Http.Response.ContentLength = 0;
                return true;
            case FaultKind.Garbage:
                await (streamed
                    ? PlainBody.SendTextAsync(exchange, 200, exchange.Dialect.StreamContentType, "data: %%% not json %%%\n\n{]\n\ndata\n\nevent: ???\ndata: <<>>\n\n")
                    : PlainBody.SendTextAsync(exchange, 200, "application/json", "%%% not json %%%\n"));
                return true;
            default:
                return false;
        }
    }

    private static async Task SendStatusAsync(Exchange exchange, Fault fault)
    {
        if (fault.RetryAfter is { } seconds)
            exchange.Http.Response.Headers.RetryAfter = seconds;
        if (fault.RetryAfterMs is { } milliseconds)
            exchange.Http.Response.Headers["retry-after-ms"] = milliseconds;
        await exchange.SendErrorAsync(StatusErrors.For(fault.Count, fault.Code));
    }
}
