using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;
using Weir.Tokens;

namespace Weir.Gateway.Relay;

/// <summary>
/// Relays an answer that is a stream of events. Where the client speaks the upstream's dialect events go out whole and
/// unchanged; only the usage chunk that Weir itself asked for is taken out. The answer's end is held back until the call is settled.
/// </summary>
internal sealed class StreamRelay(Call call, Attempt attempt, IStreamEvents events) : IAnswerRelay
{
    private const int FirstBuffer = 4 * 1024;

    private Stream? _from;
    private byte[] _buffer = [];
    private int _filled;

    /// <inheritdoc/>
    public bool IsWhole { get; private set; }

    /// <inheritdoc/>
    public ValueTask<CallError?> TakeInAsync() => attempt.Draft!.IsDue ? default : ReadAsync();

    /// <inheritdoc/>
    public ValueTask<CallError?> PassOnAsync()
    {
        attempt.Draft!.Commit();
        return IsWhole ? default : ReadAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
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

    /// <summary>Reads on, to the commit point or to the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallError?> ReadAsync()
    {
        Open();
        try
        {
            do
            {
                var consumed = events.Pass(_buffer.AsSpan(0, _filled));
                call.Limits?.Produced(events.ContentBytes);
                attempt.Slot?.Produced(TokenEstimate.OfBytes(events.ContentBytes));
                attempt.Watch.Enter(events.SawContent ? AttemptPhase.Body : AttemptPhase.FirstToken);
                _buffer.AsSpan(consumed, _filled - consumed).CopyTo(_buffer);
                _filled -= consumed;
                if (attempt.Draft!.IsDue || (!attempt.Draft.IsCommitted && attempt.Checker?.FoundEarly is not null)) return null;
                await attempt.Draft.FlushAsync();
                if (_filled == _buffer.Length && !TryGrow(ref _buffer, call.Model.Limits.StreamEvent)) return TooLarge();
            }
            while (!events.Ended && await ReadMoreAsync());
            events.PassRest(_buffer.AsSpan(0, _filled));
            await attempt.Draft.FlushAsync();
            if (events.SawEnd) attempt.Rest = _from as EventStreamBody;
            return Conclude();
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && events.IsWhole && attempt.Watch.Stop != AttemptStop.ClientGone && !attempt.Watch.IsSending)
        {
            // Everything was said; that the connection then broke, or never closed, takes nothing away from the answer.
            return Conclude();
        }
        finally
        {
            events.Report();
        }
    }

    /// <returns>False at the stream's end.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadMoreAsync()
    {
        // Only while it is the upstream that is waited for: a client may take its time.
        if (events.IsWhole) attempt.Watch.Enter(events.SawUsage ? AttemptPhase.Ending : AttemptPhase.Usage);
        var read = await _from!.ReadAsync(_buffer.AsMemory(_filled), attempt.Watch.Token);
        _filled += read;
        return read > 0;
    }

    private void Open()
    {
        if (_from is not null) return;
        attempt.Watch.Enter(AttemptPhase.FirstToken);
        // Closed with the response that it belongs to.
        _from = attempt.Client.OpenEvents(attempt.Response!, attempt.Watch.Token);
        _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    }

    private CallError? Conclude()
    {
        IsWhole = true;
        return events.Conclude();
    }

    private CallError TooLarge() => UpstreamErrors.Garbled(
        attempt.Deployment.Provider.Name, attempt.Watch.PhaseName, $"an event of over {call.Model.Limits.StreamEvent:N0} bytes");
}
