using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>
/// The series of one metric by their labels. Finding one takes no lock and allocates nothing: the slots are only ever filled,
/// and are replaced as a whole when they grow. Beyond the limit everything goes to one series that says so.
/// </summary>
/// <param name="limit">The most sets of labels that get a series of their own.</param>
/// <param name="create">Makes a series from its labels.</param>
internal sealed class SeriesTable(int limit, Func<byte[], Series> create)
{
    private static readonly Tag[] OverflowTags = [new("otel.metric.overflow", "true")];
    private readonly Lock _adding = new();
    private readonly List<Series> _inOrder = [];
    private Slot?[] _slots = new Slot?[8];
    private Series? _overflow;

    public Series Get(ReadOnlySpan<Tag> tags)
    {
        var hash = SeriesKey.Hash(tags);
        return Find(Volatile.Read(ref _slots), tags, hash) ?? Volatile.Read(ref _overflow) ?? Add(tags, hash);
    }

    /// <summary>All series in the order they first appeared, the overflow last.</summary>
    public Series[] Snapshot()
    {
        lock (_adding) return _overflow is null ? [.. _inOrder] : [.. _inOrder, _overflow];
    }

    private static Series? Find(Slot?[] slots, ReadOnlySpan<Tag> tags, int hash)
    {
        for (var i = hash; ; i++)
        {
            var slot = Volatile.Read(ref slots[i & (slots.Length - 1)]);
            if (slot is null) return null;
            if (slot.Hash == hash && SeriesKey.Same(slot.Tags, tags)) return slot.Series;
        }
    }

    private Series Add(ReadOnlySpan<Tag> tags, int hash)
    {
        lock (_adding)
        {
            if (Find(_slots, tags, hash) is { } existing) return existing;
            if (_inOrder.Count >= limit) return _overflow ??= create(PrometheusText.Labels(OverflowTags));

            var slot = new Slot(hash, tags.ToArray(), create(PrometheusText.Labels(tags)));
            if (_inOrder.Count * 2 >= _slots.Length) Grow();
            Place(_slots, slot);
            _inOrder.Add(slot.Series);
            return slot.Series;
        }
    }

    private void Grow()
    {
        var larger = new Slot?[_slots.Length * 2];
        foreach (var slot in _slots)
        {
            if (slot is not null) Place(larger, slot);
        }

        Volatile.Write(ref _slots, larger);
    }

    private static void Place(Slot?[] slots, Slot slot)
    {
        var i = slot.Hash;
        while (slots[i & (slots.Length - 1)] is not null) i++;
        Volatile.Write(ref slots[i & (slots.Length - 1)], slot);
    }

    private sealed record Slot(int Hash, Tag[] Tags, Series Series);
}
