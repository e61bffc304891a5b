namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>All that was at one deployment in the time of a report.</summary>
internal sealed class Stays
{
    private readonly List<Stay> _all = [];
    private readonly Dictionary<QueueGroup, int> _numbers = [];
    private readonly List<QueueGroup> _groups = [];
    private readonly Dictionary<(string Id, long Number), List<int>> _batches = [];

    public IReadOnlyList<Stay> All => _all;

    /// <summary>Whose they are; a stay's <see cref="Stay.Group"/> is an index.</summary>
    public IReadOnlyList<QueueGroup> Groups => _groups;

    /// <summary>Adds one.</summary>
    /// <param name="group">Whose it is.</param>
    /// <param name="came">When it wanted a place, microseconds since the Unix epoch.</param>
    /// <param name="began">When it waited no longer.</param>
    /// <param name="ended">When it left.</param>
    /// <param name="end">Whether it got a place.</param>
    public void Add(QueueGroup group, long came, long began, long ended, StayEnd end)
    {
        if (!_numbers.TryGetValue(group, out var number))
        {
            _numbers.Add(group, number = _groups.Count);
            _groups.Add(group);
        }
        _all.Add(new Stay(number, came, began, ended, 1, end));
    }

    /// <summary>The one that was added last is a part of an attempt that was made for several calls, which share its place.</summary>
    public void Join(string batch, long number)
    {
        if (!_batches.TryGetValue((batch, number), out var members)) _batches.Add((batch, number), members = []);
        members.Add(_all.Count - 1);
    }

    /// <summary>Says of those that share a place how much of it each has, once all are known.</summary>
    public void ShareOut()
    {
        foreach (var members in _batches.Values)
            foreach (var at in members) _all[at] = _all[at] with { Places = 1.0 / members.Count };
    }
}
