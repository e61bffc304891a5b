using System.Net.Sockets;
using Weir.Bench.Net;

namespace Weir.Bench.Load;

/// <summary>One stream: opened at its time, read to its end.</summary>
internal sealed class StreamClient : IReady, ITimed
{
    // One thread reads all streams, so one buffer does.
    private static readonly byte[] In = new byte[64 * 1024];
    private readonly StreamsRun _run;
    private readonly AnswerReader _answer;
    private readonly StampScanner _scanner;
    private Socket? _socket;
    private Outbox? _out;
    private long _opened;
    private int _events;

    public StreamClient(StreamsRun run)
    {
        _run = run;
        _scanner = new StampScanner(OnStamp);
        _answer = new AnswerReader(_scanner.Feed);
    }

    public void OnTime(long due)
    {
        _socket = Address.Connect(_run.Options.Url);
        _opened = Clock.Now;
        _run.Loop.Add(_socket, this);
        _out = new Outbox(_run.Loop, _socket);
        if (!_out.Send(_run.Request)) End(whole: false);
    }

    public void OnReady(bool readable, bool writable)
    {
        if (writable && !_out!.Flush()) End(whole: false);
        if (!readable || _socket is null) return;
        var received = _socket.Receive(In, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return;
        if (error != SocketError.Success || received == 0)
        {
            End(whole: false);
            return;
        }

        _run.Received(received);
        if (_answer.Feed(In.AsSpan(0, received)))
            End(_answer.Status == 200 && _scanner.Ended && _events == _run.Options.Events);
    }

    private void OnStamp(long stamp)
    {
        var now = Clock.Now;
        if (_events++ == 0) _run.First(now - _opened);
        _run.Delivered(now - stamp);
    }

    private void End(bool whole)
    {
        if (_socket is null) return;
        _run.Loop.Close(_socket);
        _socket = null;
        _run.Ended(whole);
    }
}
