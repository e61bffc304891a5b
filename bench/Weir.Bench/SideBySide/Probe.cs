using System.Net.Sockets;
using Weir.Bench.Load;
using Weir.Bench.Net;

namespace Weir.Bench.SideBySide;

/// <summary>Finds out when a proxy begins to answer.</summary>
internal static class Probe
{
    /// <summary>Makes real chat calls until one is answered.</summary>
    /// <returns>Null, or why there was no answer.</returns>
    public static string? UntilAnswered(Uri url, string? key, Child child, int seconds = 20)
    {
        var request = RequestBook.Plain(url, key, "m", 1024, 1024);
        var last = "nothing answered";
        using var pause = new EventLoop();
        for (var deadline = Clock.Now + (seconds * Clock.Second); Clock.Now < deadline;)
        {
            if (child.HasExited) return "it ended";
            try
            {
                var status = Call(url, request);
                if (status == 200) return null;
                last = $"the last answer was {status}";
            }
            catch (SocketException error)
            {
                last = error.Message;
            }

            pause.Run(Clock.Now + (Clock.Millisecond / 2));
        }

        return last;
    }

    private static int Call(Uri url, byte[] request)
    {
        using var socket = Address.Connect(url);
        socket.ReceiveTimeout = 5000;
        socket.Send(request);
        var answer = new AnswerReader();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = socket.Receive(buffer);
            if (received == 0) return 0;
            if (answer.Feed(buffer.AsSpan(0, received))) return answer.Status;
        }
    }
}
