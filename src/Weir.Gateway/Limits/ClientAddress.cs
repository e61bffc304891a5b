using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;

namespace Weir.Gateway.Limits;

/// <summary>
/// From which address a call comes. Each proxy on the way adds to <c>x-forwarded-for</c> whom it was asked by, and anybody may have
/// written what stands before: the list is read from its end, for as long as proxies that are trusted have written it.
/// </summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>Finds out the address.</summary>
    /// <param name="peer">The other end of the connection, or null.</param>
    /// <param name="forwarded">The values of <c>x-forwarded-for</c>.</param>
    /// <param name="trusted">The proxies that are trusted to tell the truth.</param>
    /// <returns>Null where nothing is known; of IPv6 the network of 64 bits, of which one customer has all.</returns>
    public static string? Of(IPAddress? peer, StringValues forwarded, ReadOnlySpan<IPNetwork> trusted)
    {
        if (peer is null) return null;
        var nearest = Plain(peer);
        if (!Contains(trusted, nearest)) return Shown(nearest);
        for (var i = forwarded.Count - 1; i >= 0; i--)
        {
            var rest = forwarded[i].AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.LastIndexOf(',');
                var hop = rest[(comma + 1)..].Trim();
                rest = comma < 0 ? [] : rest[..comma];
                // What cannot be read was not written by a proxy: whoever is known last is the one.
                if (!TryParse(hop, out var address)) return Shown(nearest);
                nearest = Plain(address);
                if (!Contains(trusted, nearest)) return Shown(nearest);
            }
        }
        return Shown(nearest);
    }

    /// <summary>Reads an address as proxies write it: alone, with a port, in brackets.</summary>
    private static bool TryParse(ReadOnlySpan<char> hop, out IPAddress address)
    {
        if (hop.StartsWith("[")) hop = hop.IndexOf(']') is > 0 and var end ? hop[1..end] : default;
        else if (hop.Count(':') == 1) hop = hop[..hop.IndexOf(':')];
        address = IPAddress.None;
        if (!IPAddress.TryParse(hop, out var parsed)) return false;
        address = parsed;
        return true;
    }

    private static bool Contains(ReadOnlySpan<IPNetwork> networks, IPAddress address)
    {
        foreach (var network in networks)
            if (network.Contains(address)) return true;
        return false;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Shown(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
