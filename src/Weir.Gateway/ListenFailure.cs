using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Weir.Gateway;

/// <summary>Why a server could not listen.</summary>
internal static class ListenFailure
{
    /// <summary>Whether an exception from a server's start is about its address.</summary>
    public static bool IsOne(Exception broken) => broken is IOException or SocketException or InvalidOperationException;

    public static StartupException Of(string address, Exception broken)
    {
        var taken = broken.GetBaseException() is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
        return new StartupException(
            taken ? $"{address} is already in use" : $"cannot listen on {address}: {broken.GetBaseException().Message}",
            "Stop the other program, or choose another address with --listen http://127.0.0.1:PORT.",
            broken);
    }
}
