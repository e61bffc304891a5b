using System.Net.Sockets;
using Weir.Bench.Net;

namespace Weir.Bench.Upstream;

/// <summary>One connection from a proxy: request after request, each answered before the next is read.</summary>
internal sealed class UpstreamConnection(EventLoop loop, Socket socket, AnswerBook book) : IReady, ITimed
{
    private readonly Outbox _out = new(loop, socket);
    private byte[] _in = new byte[16 * 1024];
    private int _length;
    private int _eventsLeft;
    private long _gap;
    private bool _streaming;
    private bool _closed;

    public void OnReady(bool readable, bool writable)
    {
        if (writable && !_out.Flush()) Close();
        if (!readable || _closed) return;
        if (_length == _in.Length) Array.Resize(ref _in, _in.Length * 2);
        var received = socket.Receive(_in.AsSpan(_length), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return;
        if (error != SocketError.Success || received == 0)
        {
            Close();
            return;
        }

        _length += received;
        AnswerAll();
    }

    public void OnTime(long due)
    {
        if (_closed) return;
        if (_eventsLeft == 0) EndStream();
        else SendEvent(due);
    }

    private void AnswerAll()
    {
        while (!_closed && !_streaming && _length > 0)
        {
            var head = _in.AsSpan(0, _length).IndexOf("\r\n\r\n"u8) + 4;
            if (head < 4) return;
            var request = _in.AsSpan(0, head);
            if (HttpHead.IsChunked(request))
            {
                _out.Send(book.LengthRequired);
                Close();
                return;
            }

            var end = head + Math.Max(0, HttpHead.ContentLength(request));
            if (end > _length) return;
            Answer(request, _in.AsSpan(head, end - head));
            _in.AsSpan(end, _length - end).CopyTo(_in);
            _length -= end;
        }
    }

    private void Answer(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (!head.StartsWith("POST "u8))
        {
            Send(book.NotFound);
            return;
        }

        var request = UpstreamRequest.Read(body, book);
        if (!request.Streamed)
        {
            Send(book.Plain(request.Size));
            return;
        }

        _streaming = true;
        _eventsLeft = request.Size;
        _gap = request.Gap * Clock.Millisecond;
        Send(book.StreamStart);
        loop.At(Clock.Now + _gap, this);
    }

    private void SendEvent(long due)
    {
        _eventsLeft--;
        var now = Clock.Now;
        Send(book.EventAt(now));

        // A late event does not make the next one early.
        loop.At(Math.Max(due + _gap, now), this);
    }

    private void EndStream()
    {
        _streaming = false;
        Send(book.StreamEnd);
        AnswerAll();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        if (!_closed && !_out.Send(bytes)) Close();
    }

    private void Close()
    {
        if (_closed) return;
        _closed = true;
        loop.Close(socket);
    }
}
