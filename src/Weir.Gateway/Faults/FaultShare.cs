namespace Weir.Gateway.Faults;

/// <summary>
/// The blast cap: how many of the last minute's calls were touched by faults. Calls are counted only while a fault is in force,
/// so the minute begins with the first one.
/// </summary>
internal sealed class FaultShare(TimeProvider time)
{
    /// <summary>Touched calls a minute that need no share: else whoever tries a fault with a single call would see nothing.</summary>
    public const int AlwaysAllowed = 10;

    private const int Seconds = 60;

    private readonly Lock _counting = new();
    private readonly int[] _calls = new int[Seconds];
    private readonly int[] _touched = new int[Seconds];
    private long _second;
    private int _allCalls;
    private int _allTouched;

    /// <summary>Counts a call.</summary>
    public void Count()
    {
        lock (_counting)
        {
            _calls[Slot()]++;
            _allCalls++;
        }
    }

    /// <summary>Counts one of the calls as touched, if it may be.</summary>
    /// <param name="percent">The share that may be, 0 to 100. 0 allows none at all, 100 any.</param>
    public bool TryTouch(decimal percent)
    {
        lock (_counting)
        {
            var slot = Slot();
            var isAllowed = percent > 0 && (_allTouched < AlwaysAllowed || (_allTouched + 1) * 100m <= percent * _allCalls || percent == 100);
            if (!isAllowed) return false;
            _touched[slot]++;
            _allTouched++;
            return true;
        }
    }

    /// <summary>The slot of this second, after forgetting what is a minute old.</summary>
    private int Slot()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        for (var passed = Math.Max(_second + 1, now - Seconds + 1); passed <= now; passed++)
        {
            var slot = (int)(passed % Seconds);
            _allCalls -= _calls[slot];
            _allTouched -= _touched[slot];
            (_calls[slot], _touched[slot]) = (0, 0);
        }
        // A clock that is set back counts on in the newest slot.
        _second = Math.Max(_second, now);
        return (int)(_second % Seconds);
    }
}
