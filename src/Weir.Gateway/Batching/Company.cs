namespace Weir.Gateway.Batching;

/// <summary>
/// Whether the calls of a tenant for a model come so close together that one of them should wait for another. After some that
/// have waited for nobody none waits, until two come within the time that they would wait. Safe for use by several threads; what
/// two of them miss of each other costs one wait.
/// </summary>
internal sealed class Company
{
    /// <summary>So many in a row have waited for nobody before the next does not wait.</summary>
    public const int MostLonely = 3;

    private long _last = long.MinValue;
    private int _lonely;

    /// <summary>Notes that a call has come.</summary>
    /// <param name="now">When, since any fixed moment; not negative.</param>
    /// <param name="wait">How long it would wait.</param>
    /// <returns>Whether it should.</returns>
    public bool IsLikely(TimeSpan now, TimeSpan wait)
    {
        var last = Interlocked.Exchange(ref _last, now.Ticks);
        return Volatile.Read(ref _lonely) < MostLonely || now.Ticks <= last + wait.Ticks;
    }

    /// <summary>Notes how the wait of one has ended.</summary>
    public void Waited(bool forNobody)
    {
        if (forNobody) Interlocked.Increment(ref _lonely);
        else Volatile.Write(ref _lonely, 0);
    }
}
