using System.Net.Sockets;

namespace Weir.Bench.Net;

/// <summary>Sends on a non-blocking socket and keeps what it would not take.</summary>
internal sealed class Outbox(EventLoop loop, Socket socket)
{
    private byte[] _kept = new byte[4096];
    private int _start;
    private int _end;

    /// <returns>False when the other side is gone.</returns>
    public bool Send(ReadOnlySpan<byte> data)
    {
        if (_start == _end)
        {
            var sent = socket.Send(data, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock)) return false;
            data = data[Math.Max(sent, 0)..];
            if (data.Length == 0) return true;
            loop.WatchWrites(socket, true);
        }

        Keep(data);
        return true;
    }

    /// <summary>Sends what was kept; call when the socket can be written to.</summary>
    /// <returns>False when the other side is gone.</returns>
    public bool Flush()
    {
        if (_start == _end) return true;
        var sent = socket.Send(_kept.AsSpan(_start, _end - _start), SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock)) return false;
        _start += Math.Max(sent, 0);
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            loop.WatchWrites(socket, false);
        }

        return true;
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        if (_end + data.Length > _kept.Length) Array.Resize(ref _kept, Math.Max(_kept.Length * 2, _end + data.Length));
        data.CopyTo(_kept.AsSpan(_end));
        _end += data.Length;
    }
}
