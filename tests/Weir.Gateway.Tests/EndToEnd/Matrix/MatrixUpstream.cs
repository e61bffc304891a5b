using System.Net.Sockets;
using Weir.Dialects;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>An upstream that plays the fault of one cell, byte by byte, on the test's clock.</summary>
internal static class MatrixUpstream
{
    /// <summary>What half of a status line is.</summary>
    private const int HalfHead = 20;

    private static readonly byte[] Garbage = [.. Enumerable.Repeat("\u0001\u0002{]<not json>\n\n"u8.ToArray(), 20).SelectMany(piece => piece)];

    /// <summary>Between two pieces of slow bytes; shorter than the limit between two pieces of an answer.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>An upstream that is well.</summary>
    public static RawUpstream Well(Dialect dialect, bool isStreamed) =>
        new(async socket => await socket.SendAsync(Concat([MatrixAnswer.Head(dialect, isStreamed), .. MatrixAnswer.Body(dialect, isStreamed)])));

    /// <summary>The upstream of a cell.</summary>
    public static RawUpstream Of(MatrixCell cell, TimeProvider clock) => new(socket => PlayAsync(cell, socket, clock));

    private static async Task PlayAsync(MatrixCell cell, Socket socket, TimeProvider clock)
    {
        var head = MatrixAnswer.Head(cell.Dialect, cell.IsStreamed, cell.Fault == "wrong-type" ? "text/plain" : null);
        var body = MatrixAnswer.Body(cell.Dialect, cell.IsStreamed);
        var answer = Concat([head, .. body]);
        var at = cell.Phase switch
        {
            "headers" => cell.Fault is "cut" or "stall" ? HalfHead : 0,
            "first-token" => head.Length,
            "mid-stream" => head.Length + LengthBefore(cell, body, body.Length - EndOf(cell) - 1),
            _ => head.Length + LengthBefore(cell, body, body.Length - 1),
        };
        await socket.SendAsync(answer.AsMemory(0, at));
        switch (cell.Fault)
        {
            case "429" or "500" or "529": await socket.SendAsync(MatrixAnswer.Refusal(cell.Dialect, cell.Fault, asEvent: cell.Phase != "headers")); break;
            case "reset": await RawUpstream.ResetAsync(socket); break;
            case "silence" or "stall": await UntilGoneAsync(socket); break;
            case "slow": await DripAsync(cell, socket, answer[at..], clock); break;
            case "garbage": await socket.SendAsync(Garbage); break;
            case "wrong-type": await socket.SendAsync(answer.AsMemory(at)); break;
        }
    }

    /// <summary>How many pieces make up the end: the events that follow a stream's text, or what closes a plain answer.</summary>
    private static int EndOf(MatrixCell cell) => cell.IsStreamed && cell.Upstream != "gemini" ? 3 : 1;

    /// <summary>How much of the body comes before the fault. Half of a binary message is nothing that could be read, so there the fault tears one.</summary>
    private static int LengthBefore(MatrixCell cell, byte[][] body, int pieces)
    {
        var isTorn = cell is { Upstream: "converse", IsStreamed: true, Fault: not "529" };
        return body.Take(pieces).Sum(piece => piece.Length) + (isTorn ? body[pieces].Length / 2 : 0);
    }

    private static async Task DripAsync(MatrixCell cell, Socket socket, byte[] rest, TimeProvider clock)
    {
        // Before the answer for longer than anybody waits; within it in a few pieces.
        var size = cell.Phase is "mid-stream" or "end" ? (rest.Length / 4) + 1 : 1;
        foreach (var piece in rest.Chunk(size))
        {
            await Task.Delay(Slow, clock);
            await socket.SendAsync(piece);
        }
    }

    private static async Task UntilGoneAsync(Socket socket)
    {
        while (await socket.ReceiveAsync(new byte[256]) > 0)
        {
        }
    }

    private static byte[] Concat(IEnumerable<byte[]> pieces) => [.. pieces.SelectMany(piece => piece)];
}
