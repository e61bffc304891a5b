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

    private readonly ConcurrentDictionary<string, EventStreamConnection> _byNumber = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<EventStreamConnection, string> _numbers = new(ReferenceEqualityComparer.Instance);
    private long _last;

    /// <summary>Puts itself between the HTTP client and a new connection. HTTP/2 has framing of its own and is left alone.</summary>
    public ValueTask<Stream> WrapAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        if (context.NegotiatedHttpVersion != HttpVersion.Version11) return ValueTask.FromResult(context.PlaintextStream);
        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var connection = new EventStreamConnection(context.PlaintextStream, this, Encoding.ASCII.GetBytes($"{MarkName}: {number}\r\n\r\n"));
        _byNumber[number] = connection;
        _numbers[connection] = number;
        return ValueTask.FromResult<Stream>(connection);
    }

    /// <summary>Opens the body of a response: that of an event stream where the network leaves it, any other as the client reads it.</summary>
    public Stream Open(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content.ReadAsStream(cancellationToken);
        return response.Headers.NonValidated.TryGetValues(MarkName, out var number) && _byNumber.TryGetValue(number.ToString(), out var connection)
            ? new EventStreamBody(connection, content)
            : content;
    }

    /// <summary>Called by a connection that is closed.</summary>
    public void Forget(EventStreamConnection connection)
    {
        if (_numbers.TryRemove(connection, out var number)) _byNumber.TryRemove(number, out _);
    }
}
