using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>
/// Relays an answer that is a stream of events. Where the client speaks the upstream's dialect events go out whole and
/// unchanged; only the usage chunk that Weir itself asked for is taken out. The answer's end is held back until the call is settled.
/// </summary>
internal static class StreamRelay
{
    private const int FirstBuffer = 4 * 1024;

    /// <returns>Why there is no whole answer, or null.</returns>
    public static ValueTask<CallError?> RunAsync(Call call, Attempt attempt)
    {
        call.Reply.BeginStream();
        return RunAsync(call, attempt, new RelayedEvents(call, attempt));
    }

    /// <param name="call">The call.</param>
    /// <param name="attempt">Whose answer it is.</param>
    /// <param name="events">Decides about each event.</param>
    /// <returns>Why there is no whole answer, or null.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<CallError?> RunAsync(Call call, Attempt attempt, IStreamEvents events)
    {
        attempt.Watch.Enter(AttemptPhase.FirstToken);
        // Closed with the response that it belongs to.
        var from = attempt.Client.OpenEvents(attempt.Response!, attempt.Watch.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var filled = 0;
        try
        {
            while (!events.Ended)
            {
                var read = await from.ReadAsync(buffer.AsMemory(filled), attempt.Watch.Token);
                if (read == 0) break;
                filled += read;
                var consumed = events.Pass(buffer.AsSpan(0, filled));
                attempt.Watch.Enter(events.SawContent ? AttemptPhase.Body : AttemptPhase.FirstToken);
                if (events.TakeWritten()) await attempt.Watch.SendAsync(call.Reply.Output);
                buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
                filled -= consumed;
                if (filled == buffer.Length && !TryGrow(ref buffer, call.Model.Limits.StreamEvent)) return TooLarge(call, attempt);
            }
            events.PassRest(buffer.AsSpan(0, filled));
            if (events.TakeWritten()) await attempt.Watch.SendAsync(call.Reply.Output);
            if (events.SawEnd) attempt.Rest = from as EventStreamBody;
            return events.Conclude();
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && events.IsWhole && attempt.Watch.Stop != AttemptStop.ClientGone && !attempt.Watch.IsSending)
        {
            // Everything was said; that the connection then broke, or never closed, takes nothing away from the answer.
            return events.Conclude();
        }
        finally
        {
            events.Report();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes room in a rented buffer that is full.</summary>
    /// <returns>False when it has reached the limit.</returns>
    public static bool TryGrow(ref byte[] buffer, int limit)
    {
        if (buffer.Length >= limit) return false;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(limit, 4 * buffer.Length));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return true;
    }

    private static CallError TooLarge(Call call, Attempt attempt) => CallErrors.UpstreamGarbled(
        attempt.Deployment.Provider.Name, attempt.Watch.PhaseName, $"an event of over {call.Model.Limits.StreamEvent:N0} bytes");
}
