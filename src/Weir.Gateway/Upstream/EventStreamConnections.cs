using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Upstream;

/// <summary>
/// The open connections to one provider, by the number that heads of event streams are marked with. The mark is a header
/// with a name that no upstream can guess; it never leaves this process.
/// </summary>
internal sealed class EventStreamConnections
{
    private static readonly string MarkName = "x-weir-connection-" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    private readonly ConcurrentDictionary<string, EventStreamConnection> _open = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>Puts itself between the HTTP client and a new connection. HTTP/2 has framing of its own and is left alone.</summary>
    public ValueTask<Stream> WrapAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        if (context.NegotiatedHttpVersion != HttpVersion.Version11) return ValueTask.FromResult(context.PlaintextStream);
        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var mark = Encoding.ASCII.GetBytes($"{MarkName}: {number}\r\n\r\n");
        return ValueTask.FromResult<Stream>(_open[number] = new EventStreamConnection(context.PlaintextStream, mark, () => _open.TryRemove(number, out _)));
    }

    /// <summary>Opens the body of a response: that of an event stream where the network leaves it, any other as the client reads it.</summary>
    public Stream Open(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content.ReadAsStream(cancellationToken);
        return response.Headers.NonValidated.TryGetValues(MarkName, out var number) && _open.TryGetValue(number.ToString(), out var connection)
            ? new EventStreamBody(connection, content)
            : content;
    }

    /// <summary>Opens the body of a response for somebody who puts another in its place: opening it again gives what is there then.</summary>
    public Stream Take(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = Open(response, cancellationToken);
        response.Headers.Remove(MarkName);
        return body;
    }
}
