using System.Text;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator;

/// <summary>Sends a body that is ready in memory, damaged on the way as the fault demands.</summary>
internal static class PlainBody
{
    public static async Task SendAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        var response = exchange.Http.Response;
        response.ContentType = exchange.Has(FaultKind.WrongContentType) ? "text/plain; charset=utf-8" : "application/json";
        var half = body[..(body.Length / 2)];
        var fault = exchange.Fault;
        if (fault?.Kind is not (FaultKind.TruncatedJson or FaultKind.End))
            response.ContentLength = body.Length;

        switch (fault?.Kind)
        {
            case FaultKind.TruncatedJson or FaultKind.End:
                await WriteAsync(exchange, half);
                break;
            case FaultKind.Cut:
                await WriteAsync(exchange, half);
                throw exchange.Cut();
            case FaultKind.ResetMid:
                await WriteAsync(exchange, half);
                await exchange.ResetAfterFlushAsync();
                break;
            case FaultKind.Stall:
                await WriteAsync(exchange, half);
                await (fault.Delay is { } delay ? exchange.WaitAsync(delay) : exchange.WaitForeverAsync());
                await WriteAsync(exchange, body[half.Length..]);
                break;
            case FaultKind.Malformed:
                await WriteAsync(exchange, Break(body));
                break;
            case FaultKind.Split:
                await WriteSplitAsync(exchange, body, fault.Count);
                break;
            default:
                await WriteAsync(exchange, body);
                break;
        }
    }

    /// <summary>Same length, no longer JSON.</summary>
    public static byte[] Break(ReadOnlyMemory<byte> json)
    {
        var broken = json.ToArray();
        var colon = broken.AsSpan().IndexOf((byte)':');
        if (colon >= 0)
            broken[colon] = (byte)';';
        return broken;
    }

    public static async Task WriteSplitAsync(Exchange exchange, ReadOnlyMemory<byte> bytes, int size)
    {
        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(size, bytes.Length)];
            await WriteAsync(exchange, piece);
            bytes = bytes[piece.Length..];
        }
    }

    public static async Task SendTextAsync(Exchange exchange, int status, string contentType, string text)
    {
        exchange.WriteStandardHeaders(0);
        var bytes = Encoding.UTF8.GetBytes(text);
        exchange.Http.Response.StatusCode = status;
        exchange.Http.Response.ContentType = contentType;
        exchange.Http.Response.ContentLength = bytes.Length;
        await WriteAsync(exchange, bytes);
    }

    private static async Task WriteAsync(Exchange exchange, ReadOnlyMemory<byte> bytes) =>
        await exchange.Http.Response.BodyWriter.WriteAsync(bytes, exchange.Aborted);
}
