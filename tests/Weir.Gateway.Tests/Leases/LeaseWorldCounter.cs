using Weir.Gateway.Leases;

namespace Weir.Gateway.Tests.Leases;

/// <summary>A counter of a simulated world, and what really happened in it.</summary>
internal sealed class LeaseWorldCounter(string name, LeaseTerms terms, decimal limit)
{
    /// <summary>No two clocks agree how long it is.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(59.4);

    private readonly Queue<(TimeSpan At, decimal Amount)> _lastMinute = new();

    public LeaseKey Key { get; } = new(name, "", "", 0);

    public LeaseTerms Terms => terms;

    /// <summary>What may be used. It is raised now and then, and all hear of it at once.</summary>
    public decimal Limit { get; set; } = limit;

    public bool IsMinute => terms.Lag == TimeSpan.FromMinutes(1);

    public bool IsSlots => terms.Expires && !IsMinute;

    /// <summary>What every call that has ended really cost, in the ledger or not yet.</summary>
    public decimal ReallySpent { get; set; }

    /// <summary>What was spent by calls that were lost with a machine, before they were in the ledger.</summary>
    public decimal Lost { get; set; }

    /// <summary>Calls that really are under way, at all machines together.</summary>
    public decimal UnderWay { get; set; }

    /// <summary>Something was taken at a time.</summary>
    public void Take(TimeSpan at, decimal amount)
    {
        UnderWay += amount;
        _lastMinute.Enqueue((at, amount));
    }

    /// <summary>What was taken in the minute before a time.</summary>
    public decimal InLastMinute(TimeSpan now)
    {
        while (_lastMinute.TryPeek(out var first) && now - first.At >= Minute) _lastMinute.Dequeue();
        return _lastMinute.Sum(static one => one.Amount);
    }
}
