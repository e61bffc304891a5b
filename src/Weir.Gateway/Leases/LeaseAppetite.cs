namespace Weir.Gateway.Leases;

/// <summary>How much a slice wants: some times of what it has needed lately, so that it begins small and grows with its use.</summary>
internal sealed class LeaseAppetite
{
    /// <summary>For how many refreshes' use a slice is wanted: long enough to go on for a while without the authority.</summary>
    private const decimal Ahead = 4;

    /// <summary>What is left of a former appetite after a refresh without use.</summary>
    private const decimal Fading = 0.7m;

    /// <summary>Refreshes without use after which nothing is wanted.</summary>
    private const int Patience = 10;

    private decimal _recent;
    private decimal _most;
    private decimal _spent;
    private decimal _told;
    private int _idle;

    /// <summary>Notes that so much is in use.</summary>
    public void Grow(decimal used) => _most = Math.Max(_most, used + _spent);

    /// <summary>Notes that something was spent.</summary>
    public void Spend(decimal amount) => _spent += amount;

    /// <summary>What is wanted now.</summary>
    public decimal WantOf(LeaseSlice slice)
    {
        if (slice.IsClosed) return 0;
        var least = slice.Used + slice.Need;
        var ahead = Ahead * Math.Max(_recent, Math.Max(_most, slice.Need));
        return _told = Math.Max(least, Math.Min(ahead, Math.Max(slice.Limit, 0) * slice.Terms.Portion));
    }

    /// <summary>Whether it is time to ask for more, before somebody has to wait for it.</summary>
    public bool IsHungry(LeaseSlice slice) => !slice.IsDirty && slice.Size - slice.Used < slice.Used && WantOf(slice) > slice.Size;

    /// <summary>Forgets what was long ago.</summary>
    /// <returns>Whether something is to be told.</returns>
    public bool Refresh(LeaseSlice slice)
    {
        var before = _told;
        _idle = _most > 0 || slice.Used > 0 || slice.Need > 0 ? 0 : _idle + 1;
        _recent = _idle >= Patience ? 0 : Math.Max(_most, _recent * Fading);
        (_most, _spent) = (slice.Used, 0);
        var want = WantOf(slice);
        return want > slice.Size || slice.Size > 2 * want || (want == 0 && slice.Size > 0) || (want == 0 && before > 0);
    }
}
