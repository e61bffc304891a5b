using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Dialects.Errors;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Relay;

/// <summary>Tells a client of an error: in the upstream's own words where it has some for this client, else in those of the client's dialect.</summary>
internal static class ReplyError
{
    /// <summary>Makes the error all of the answer.</summary>
    /// <param name="response">Nothing of it has been sent.</param>
    /// <param name="dialect">The client's.</param>
    /// <param name="error">The error.</param>
    /// <param name="told">The same as the dialect tells it.</param>
    public static void WriteBody(HttpResponse response, Dialect dialect, CallError error, in ClientError told)
    {
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.Headers.ContentEncoding = default;
        if (error.RetryAfter is { } wait && !response.Headers.ContainsKey("retry-after"))
            response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (error.MayRetry is { } mayRetry) response.Headers["x-should-retry"] = mayRetry ? "true" : "false";
        var body = new ArrayBufferWriter<byte>(512);
        if (error.Body is { } passed) body.Write(passed.Span);
        else DialectTable.Client(dialect).Write(told, asEvent: false, body);
        response.ContentLength = body.WrittenCount;
        response.BodyWriter.Write(body.WrittenSpan);
    }

    /// <summary>Makes the error the last event of a stream.</summary>
    /// <param name="output">The stream.</param>
    /// <param name="dialect">The client's.</param>
    /// <param name="error">The error.</param>
    /// <param name="told">The same as the dialect tells it.</param>
    public static void WriteEvent(PipeWriter output, Dialect dialect, CallError error, in ClientError told)
    {
        // The upstream's own words pass, unless they would not be one line.
        if (error.Body is not { } body || body.Span.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
        {
            DialectTable.Client(dialect).Write(told, asEvent: true, output);
            return;
        }
        output.Write(dialect == Dialect.Messages ? "event: error\ndata: "u8 : "data: "u8);
        output.Write(body.Span);
        output.Write("\n\n"u8);
    }
}
