using Weir.Gateway.Model;

namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>The attempts of priority low that may be stopped, in the order in which they began. Guarded by the limit's lock.</summary>
internal sealed class YoungSlots
{
    /// <summary>One that has taken longer than this share of what attempts usually take is not young any more: too much would be wasted.</summary>
    private const double Young = 0.1;

    private readonly LinkedList<Slot> _slots = new();
    private int _leaving;

    /// <summary>An attempt may be stopped from now on.</summary>
    public void Add(Slot slot)
    {
        if (slot.Band == CallPriority.Low && slot.Young is null) slot.Young = _slots.AddLast(slot);
    }

    /// <summary>An attempt has left.</summary>
    public void Remove(Slot slot)
    {
        if (slot.Young is not { } node) return;
        if (node.List is null) _leaving--;
        else _slots.Remove(node);
        slot.Young = null;
    }

    /// <summary>The youngest attempt, which is to be stopped for one of those who wait; or null where enough leave already, or none is young.</summary>
    /// <param name="waiting">How many of a higher priority wait.</param>
    /// <param name="usual">How long attempts usually hold their slots.</param>
    /// <param name="now">The time.</param>
    public Slot? Take(int waiting, TimeSpan usual, TimeSpan now)
    {
        if (_leaving >= waiting || _slots.Last is not { } youngest || now - youngest.Value.Since > usual * Young) return null;
        _slots.Remove(youngest);
        _leaving++;
        return youngest.Value;
    }
}
