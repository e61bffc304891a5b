using System.Net.Sockets;
using Weir.Bench.Net;

namespace Weir.Bench.Load;

/// <summary>One connection of a <see cref="LoadRun"/>: one call at a time.</summary>
internal sealed class LoadConnection : IReady
{
    private readonly LoadRun _run;
    private readonly byte[] _in = new byte[64 * 1024];
    private Socket _socket;
    private Outbox _out;
    private AnswerReader _answer = new();
    private long _due;

    public LoadConnection(LoadRun run)
    {
        _run = run;
        (_socket, _out) = Open();
    }

    /// <param name="due">When the call should have been sent.</param>
    public void Call(long due)
    {
        _due = due;
        if (!_out.Send(_run.Request)) Fail();
    }

    public void OnReady(bool readable, bool writable)
    {
        if (writable && !_out.Flush()) Fail();
        else if (readable) Receive();
    }

    public void Close() => _run.Loop.Close(_socket);

    private void Receive()
    {
        var received = _socket.Receive(_in, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return;
        if (error != SocketError.Success || received == 0)
        {
            Fail();
            return;
        }

        if (!_answer.Feed(_in.AsSpan(0, received))) return;
        var succeeded = _answer.Status == 200 && _answer.BodyBytes > 0;
        if (_answer.Closing) Reopen();
        _run.Ended(this, _due, succeeded);
    }

    private void Fail()
    {
        Reopen();
        _run.Ended(this, _due, succeeded: false);
    }

    private void Reopen()
    {
        Close();
        _answer = new AnswerReader();
        (_socket, _out) = Open();
    }

    private (Socket Socket, Outbox Out) Open()
    {
        var socket = Address.Connect(_run.Options.Url);
        _run.Loop.Add(socket, this);
        return (socket, new Outbox(_run.Loop, socket));
    }
}
