using System.Globalization;
using System.Net;

namespace Weir.Gateway.Configuration;

/// <summary>Where Weir listens.</summary>
/// <param name="Address">The interface; null means both loopback addresses (<c>localhost</c>).</param>
/// <param name="Port">0 lets the system choose.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    private const string Scheme = "http://";

    /// <summary>Whether other machines can connect.</summary>
    public bool IsPublic => Address is not null && !IPAddress.IsLoopback(Address);

    /// <summary>Reads <c>http://HOST:PORT</c>; <c>*</c> is every IPv4 and IPv6 interface. Null when it is anything else.</summary>
    public static ListenAddress? TryParse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var rest = text.AsSpan(Scheme.Length).TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535) return null;

        var host = rest[..colon];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new ListenAddress(null, port);
        if (host is "*" or "+") return new ListenAddress(IPAddress.IPv6Any, port);
        if (host[0] == '[') return host[^1] == ']' && IPAddress.TryParse(host[1..^1], out var six) ? new ListenAddress(six, port) : null;

        // Written with three dots: the parser alone would also take a bare number for an address.
        return host.Count('.') == 3 && IPAddress.TryParse(host, out var four) ? new ListenAddress(four, port) : null;
    }
}
