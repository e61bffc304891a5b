using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Calls;

/// <summary>Lets calls in while there is room and the gateway is not shutting down, and knows how many are inside.</summary>
internal sealed class CallGate(TimeProvider time, ILogger<CallGate> log) : IDisposable
{
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private volatile bool _draining;

    /// <summary>Calls inside at this moment.</summary>
    public int InFlight => Volatile.Read(ref _inside);

    /// <summary>Whether the gateway takes no new calls any more.</summary>
    public bool IsDraining => _draining;

    /// <summary>Tells whether calls can be recorded; while they cannot, none is let in. Set once, while wiring.</summary>
    public Func<bool> CanRecord { get; set; } = static () => true;

    /// <summary>Cancelled when calls that are still inside have to end at once.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Lets a call in, which must <see cref="Leave"/> afterwards.</summary>
    /// <param name="limit">How many may be inside.</param>
    /// <param name="refusal">Why it was not let in, or null.</param>
    public bool TryEnter(int limit, out CallError? refusal)
    {
        refusal = null;
        var inside = Interlocked.Increment(ref _inside);
        // Counted before the flag is read: a drain that sees nobody inside cannot miss a call that saw no drain.
        if (_draining) refusal = CallErrors.Draining();
        else if (!CanRecord()) refusal = CallErrors.NotRecording();
        else if (inside > limit) refusal = CallErrors.Overloaded(limit);
        if (refusal is not null) Leave();
        return refusal is null;
    }

    /// <summary>Counts a call out.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0 && _draining) _empty.TrySetResult();
    }

    /// <summary>Refuses new calls and waits for those inside; cuts short what is left at the limit.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        _draining = true;
        if (InFlight == 0) return;
        CallsLog.Draining(log, limit, InFlight);
        if (await EmptiesWithinAsync(limit)) return;
        CallsLog.DrainCut(log, InFlight);
        await _cut.CancelAsync();
        // What was cut still settles: an error event and a row in the ledger, a matter of milliseconds.
        await EmptiesWithinAsync(TimeSpan.FromSeconds(5));
    }

    /// <inheritdoc/>
    public void Dispose() => _cut.Dispose();

    private async Task<bool> EmptiesWithinAsync(TimeSpan limit)
    {
        if (InFlight == 0) return true;
        try
        {
            await _empty.Task.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return InFlight == 0;
        }
    }
}
