using Weir.Gateway.Model;

namespace Weir.Gateway.Scheduling;

/// <summary>Those who wait for a slot, in a band for each priority. Used by one thread at a time.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Waiter>[] _bands = [new(), new(), new()];

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>How many would be served before one that comes now.</summary>
    public int Before(CallPriority priority)
    {
        var before = 0;
        for (var band = CallPriority.High; band <= priority; band++) before += _bands[(int)band].Count;
        return before;
    }

    /// <summary>Whether anybody of a higher priority waits.</summary>
    public bool HasAbove(CallPriority priority)
    {
        for (var band = CallPriority.High; band < priority; band++)
            if (_bands[(int)band].Count > 0) return true;
        return false;
    }

    public void Add(Waiter waiter)
    {
        _bands[(int)waiter.Priority].AddLast(waiter.Node);
        Count++;
    }

    /// <summary>Takes one out of the line.</summary>
    /// <returns>False where it is in no line any more.</returns>
    public bool Remove(Waiter waiter)
    {
        if (waiter.Node.List is not { } band) return false;
        band.Remove(waiter.Node);
        Count--;
        return true;
    }

    /// <summary>Takes out whoever is next: of the highest band, the one that came first.</summary>
    /// <param name="lastFirst">The one that came last instead: under a standing queue the first has little time left and would be answered in vain.</param>
    public Waiter? TakeNext(bool lastFirst)
    {
        foreach (var band in _bands)
            if ((lastFirst ? band.Last : band.First)?.Value is { } next && Remove(next)) return next;
        return null;
    }

    /// <summary>Takes out the one that came last in the lowest band, if that is below a priority.</summary>
    public Waiter? TakeBelow(CallPriority priority)
    {
        for (var band = CallPriority.Low; band > priority; band--)
            if (_bands[(int)band].Last?.Value is { } last && Remove(last)) return last;
        return null;
    }
}
