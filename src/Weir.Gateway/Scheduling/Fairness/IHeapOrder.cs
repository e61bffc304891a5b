namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>The order of an <see cref="IndexedHeap{T, TOrder}"/>.</summary>
internal interface IHeapOrder<T>
{
    /// <summary>Whether one comes before the other. Never both ways; equal ones in either order.</summary>
    static abstract bool IsBefore(T one, T other);

    /// <summary>Where an item keeps its place; -1 while it is in no heap.</summary>
    static abstract ref int Place(T item);
}
