using System.Net;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Model;

/// <summary>Where Weir listens and how it stops.</summary>
/// <param name="Listen">Takes effect at the start only.</param>
/// <param name="Drain">How long a stopping Weir waits for calls under way.</param>
internal sealed record ServerModel(ListenAddress Listen, TimeSpan Drain)
{
    /// <summary>The proxies that are believed whom they were asked by.</summary>
    public IPNetwork[] TrustedProxies { get; init; } = [];

    /// <summary>Reads an address or a network.</summary>
    /// <returns>Null for what is neither.</returns>
    public static IPNetwork? ParseNetwork(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network : null;
}
