using System.Net;
using System.Net.Sockets;

namespace Weir.Bench.Net;

/// <summary>Addresses of this machine.</summary>
internal static class Address
{
    /// <summary>A port that nothing listened on a moment ago.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Connects, or throws a <see cref="SocketException"/>.</summary>
    public static Socket Connect(Uri url)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(new IPEndPoint(url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host), url.Port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
