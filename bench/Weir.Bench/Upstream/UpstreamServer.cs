using System.Net;
using System.Net.Sockets;
using Weir.Bench.Net;

namespace Weir.Bench.Upstream;

/// <summary>An OpenAI-shaped upstream that costs next to nothing: one thread, answers made in advance.</summary>
internal sealed class UpstreamServer : IReady, IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly AnswerBook _book;

    public UpstreamServer(IPEndPoint listen, AnswerBook book)
    {
        _book = book;
        _listener.Bind(listen);
        _listener.Listen(4096);
        _loop.Add(_listener, this);
    }

    public static int Command(Arguments args)
    {
        var listen = IPEndPoint.Parse(args.Required("listen"));
        var book = new AnswerBook(args.Number("body", 1024), args.Number("events", 200), args.Number("gap-ms", 0));
        args.RefuseOthers();
        using var server = new UpstreamServer(listen, book);
        Console.WriteLine($"upstream listens on {listen}");
        server._loop.Run();
        return 0;
    }

    public void OnReady(bool readable, bool writable)
    {
        var socket = _listener.Accept();
        socket.NoDelay = true;
        _loop.Add(socket, new UpstreamConnection(_loop, socket, _book));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _loop.Dispose();
    }
}
