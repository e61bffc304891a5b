namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>A binary heap whose items know their place in it, so that any of them can be moved or taken out in O(log n). Used by one thread at a time.</summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <typeparam name="TOrder">Which comes first, and where an item keeps its place.</typeparam>
internal sealed class IndexedHeap<T, TOrder>
    where T : class
    where TOrder : IHeapOrder<T>
{
    private T[] _items = [];

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>The item that comes first, or null.</summary>
    public T? First => Count == 0 ? null : _items[0];

    /// <summary>Whether an item is in the heap.</summary>
    public static bool Holds(T item) => TOrder.Place(item) >= 0;

    public void Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Math.Max(4, 2 * Count));
        Put(item, Count++);
        Rise(Count - 1);
    }

    /// <summary>Takes an item out that is in the heap.</summary>
    public void Remove(T item)
    {
        var place = TOrder.Place(item);
        TOrder.Place(item) = -1;
        var last = _items[--Count];
        _items[Count] = null!;
        if (place < Count)
        {
            Put(last, place);
            Moved(last);
        }
        // A crowd that has left need not be paid for for ever.
        if (_items.Length > 64 && Count < _items.Length / 8) Array.Resize(ref _items, _items.Length / 4);
    }

    /// <summary>Finds the place of an item anew whose order has changed.</summary>
    public void Moved(T item)
    {
        Rise(TOrder.Place(item));
        Sink(TOrder.Place(item));
    }

    /// <summary>Any item of the heap, in no order.</summary>
    public T this[int place] => _items[place];

    private void Rise(int place)
    {
        var item = _items[place];
        while (place > 0)
        {
            var above = (place - 1) / 2;
            if (!TOrder.IsBefore(item, _items[above])) break;
            Put(_items[above], place);
            place = above;
        }
        Put(item, place);
    }

    private void Sink(int place)
    {
        var item = _items[place];
        while (true)
        {
            var below = (2 * place) + 1;
            if (below >= Count) break;
            if (below + 1 < Count && TOrder.IsBefore(_items[below + 1], _items[below])) below++;
            if (!TOrder.IsBefore(_items[below], item)) break;
            Put(_items[below], place);
            place = below;
        }
        Put(item, place);
    }

    private void Put(T item, int place)
    {
        _items[place] = item;
        TOrder.Place(item) = place;
    }
}
