using System.Buffers;

namespace Weir.Gateway.Budgets;

/// <summary>A few things, gathered in a rented array, since every call gathers some.</summary>
internal ref struct Gathered<T>()
    where T : class
{
    private const int Few = 16;

    private T[] _rented = ArrayPool<T>.Shared.Rent(Few);
    private int _count;

    public readonly ReadOnlySpan<T> All => _rented.AsSpan(0, _count);

    public void Add(T one)
    {
        if (_count == _rented.Length)
        {
            var larger = ArrayPool<T>.Shared.Rent(2 * _count);
            _rented.AsSpan().CopyTo(larger);
            Dispose();
            _rented = larger;
        }
        _rented[_count++] = one;
    }

    public void Clear() => _count = 0;

    public readonly void Dispose() => ArrayPool<T>.Shared.Return(_rented, clearArray: true);
}
