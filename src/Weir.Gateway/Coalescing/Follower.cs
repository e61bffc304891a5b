using System.Buffers;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Coalescing;

/// <summary>Gives calls the answer of another: its bytes from the beginning and as they come, at the pace and within the deadline of each.</summary>
internal sealed class Follower(CallGate gate)
{
    /// <summary>The header that says whose answer it is.</summary>
    private const string Header = "x-weir-coalesced";

    /// <summary>So that what a client has not read yet is not copied for each of them.</summary>
    private const int MostAtOnce = 64 * 1024;

    /// <summary>Passes an answer on, all but its end, which is held back until the call is settled.</summary>
    /// <returns>Why there is no whole answer, or null.</returns>
    public async ValueTask<CallError?> FollowAsync(Call call, SharedReader reader)
    {
        using var deadline = new CancellationTokenSource(call.TimeLeft > TimeSpan.Zero ? call.TimeLeft : TimeSpan.Zero, call.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource([call.ClientGone, gate.Cut, reader.TooSlow, deadline.Token]);
        try
        {
            while (await reader.ReadAsync(stop.Token) is { } bytes)
            {
                if (!call.Reply.HasBegun) Begin(call, reader.Answer);
                call.Record.FirstByteMicros ??= call.ElapsedMicros;
                for (var sent = 0; sent < bytes.Length; sent += MostAtOnce)
                {
                    call.Reply.Output.Write(bytes.AsSpan(sent, Math.Min(MostAtOnce, bytes.Length - sent)));
                    await call.Reply.Output.FlushAsync(stop.Token);
                }
            }
            return Conclude(call, reader.Answer);
        }
        catch (OperationCanceledException)
        {
            if (call.ClientGone.IsCancellationRequested || reader.TooSlow.IsCancellationRequested) return CallErrors.ClientGone();
            return gate.Cut.IsCancellationRequested ? CallErrors.Interrupted() : CallErrors.DeadlineExceeded(call.Deadline, "shared");
        }
    }

    private static void Begin(Call call, SharedAnswer answer)
    {
        var head = answer.Head!;
        call.Reply.Begin(head.Status, [.. head.Headers, new(Header, answer.Leader)], head.IsStream);
    }

    private static CallError? Conclude(Call call, SharedAnswer answer)
    {
        var end = answer.End!;
        if (end.Error is { } error)
        {
            call.Reply.Sequence = end.Sequence;
            return error;
        }
        if (!call.Reply.HasBegun) Begin(call, answer);
        call.Reply.Hold(end.Ending);
        call.Record.FirstByteMicros ??= call.ElapsedMicros;
        (call.Record.Deployment, call.Record.ModelAnswered, call.Record.FinishReason) = (end.Deployment, end.ModelAnswered, end.FinishReason);
        return null;
    }
}
