using System.Net.Sockets;

namespace Weir.Bench.Net;

/// <summary>Sockets and timers on one thread.</summary>
internal sealed class EventLoop : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly PriorityQueue<ITimed, long> _timers = new();
    private IReady?[] _owners = new IReady?[1024];
    private bool _stopped;

    public void Add(Socket socket, IReady owner)
    {
        socket.Blocking = false;
        var file = FileOf(socket);
        if (file >= _owners.Length) Array.Resize(ref _owners, file * 2);
        _owners[file] = owner;
        _epoll.Add(file);
    }

    /// <summary>Whether the owner wants to know when the socket can be written to.</summary>
    public void WatchWrites(Socket socket, bool watch) => _epoll.Watch(FileOf(socket), watch);

    /// <summary>Takes the socket out and closes it.</summary>
    public void Close(Socket socket)
    {
        var file = FileOf(socket);
        _epoll.Remove(file);
        _owners[file] = null;
        socket.Dispose();
    }

    public void At(long due, ITimed timed) => _timers.Enqueue(timed, due);

    public void Stop() => _stopped = true;

    /// <summary>Runs until stopped, or until the time has come.</summary>
    public void Run(long until = long.MaxValue)
    {
        _stopped = false;
        while (!_stopped)
        {
            var now = Clock.Now;
            if (now >= until) return;
            while (_timers.TryPeek(out var timed, out var due) && due <= now)
            {
                _timers.Dequeue();
                timed.OnTime(due);
            }

            var next = _timers.TryPeek(out _, out var first) ? Math.Min(first, until) : until;
            var count = _epoll.Wait(Math.Clamp(next - Clock.Now, 0, Clock.Second));
            for (var i = 0; i < count; i++)
            {
                var (file, readable, writable) = _epoll.Get(i);
                _owners[file]?.OnReady(readable, writable);
            }
        }
    }

    public void Dispose() => _epoll.Dispose();

    private static int FileOf(Socket socket) => (int)socket.Handle;
}
