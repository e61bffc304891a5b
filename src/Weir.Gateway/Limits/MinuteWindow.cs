using System.Runtime.CompilerServices;

namespace Weir.Gateway.Limits;

/// <summary>
/// What was counted in the last 60 seconds, second by second. The second that has only partly left them counts in full, so that
/// no 60 seconds ever hold more than the limit; that costs less than one percent of it.
/// </summary>
/// <param name="limit">1 or more.</param>
internal sealed class MinuteWindow(long limit) : RateWindow(limit)
{
    private const int Seconds = 60;
    private const int Parts = Seconds + 1;

    private PartSums _parts;
    private long _current;

    /// <inheritdoc/>
    protected override long Current => _current;

    /// <inheritdoc/>
    protected override void MoveTo(Moment now)
    {
        var current = now.Elapsed.Ticks / TimeSpan.TicksPerSecond;
        // Two threads may have read the clock in another order than that in which they got the lock.
        if (current <= _current) return;
        if (Total > 0)
        {
            for (var part = Math.Max(_current + 1, current - Parts + 1); part <= current; part++)
            {
                ref var left = ref At(part);
                Total -= left;
                left = 0;
            }
        }
        _current = current;
    }

    /// <inheritdoc/>
    protected override void Add(long amount) => AddTo(_current, amount);

    /// <inheritdoc/>
    protected override void AddForeign(long amount, TimeSpan reset, Moment now)
    {
        // Counted as if it were as old as it has to be to leave when the provider says.
        var ends = (long)Math.Ceiling(Math.Min(reset.TotalSeconds, Seconds));
        AddTo(_current - Math.Clamp(Seconds - ends, 0, Seconds), amount);
    }

    /// <inheritdoc/>
    protected override void TakeBack(long bucket, long amount)
    {
        if (bucket <= _current - Parts) return;
        ref var part = ref At(bucket);
        amount = Math.Min(amount, part);
        part -= (uint)amount;
        Total -= amount;
    }

    /// <inheritdoc/>
    protected override TimeSpan Longest(Moment now) => TimeSpan.FromSeconds(Parts);

    /// <inheritdoc/>
    protected override TimeSpan UntilFree(long missing, Moment now)
    {
        var oldest = _current - Parts + 1;
        while ((missing -= At(oldest)) > 0) oldest++;
        return LeavesIn(oldest, now);
    }

    private static TimeSpan LeavesIn(long part, Moment now)
    {
        var left = TimeSpan.FromSeconds(part + Parts) - now.Elapsed;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void AddTo(long bucket, long amount)
    {
        ref var part = ref At(bucket);
        // Four thousand million in a second are more than any limit: what is beyond need not be known.
        amount = Math.Min(amount, uint.MaxValue - part);
        part += (uint)amount;
        Total += amount;
    }

    /// <summary>Numbers below 0 are of the first minute of the steady clock.</summary>
    private ref uint At(long bucket) => ref _parts[(int)((bucket + Parts) % Parts)];

    /// <summary>In the object itself: a hundred thousand subjects are not to be two hundred thousand objects.</summary>
    [InlineArray(Parts)]
    private struct PartSums
    {
        private uint _first;
    }
}
