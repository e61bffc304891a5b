namespace Weir.Gateway.Budgets;

/// <summary>What was spent in a rolling window, in parts that end one after the other. A part ends with its last call, so that nothing counts for too short a time.</summary>
internal sealed class RollingSpend(BudgetCalendar calendar)
{
    private readonly List<(long Start, Amount Amount)> _parts = [];
    private Amount _sum;

    /// <summary>What counts at a time.</summary>
    public Amount SumAt(long now)
    {
        var over = 0;
        while (over < _parts.Count && calendar.EndOfPart(_parts[over].Start) <= now) _sum -= _parts[over++].Amount;
        if (over > 0) _parts.RemoveRange(0, over);
        return _sum;
    }

    /// <summary>Adds what a call has spent that came at a time.</summary>
    public void Add(in Amount amount, long at)
    {
        var start = calendar.WindowAt(at).Start;
        var place = _parts.Count;
        while (place > 0 && _parts[place - 1].Start > start) place--;
        if (place > 0 && _parts[place - 1].Start == start) _parts[place - 1] = (start, _parts[place - 1].Amount + amount);
        else _parts.Insert(place, (start, amount));
        _sum += amount;
    }

    public void Clear()
    {
        _parts.Clear();
        _sum = default;
    }

    /// <summary>When the first part ends that counts at a time; null when nothing counts.</summary>
    public long? NextEnd(long now)
    {
        SumAt(now);
        return _parts.Count > 0 ? calendar.EndOfPart(_parts[0].Start) : null;
    }
}
