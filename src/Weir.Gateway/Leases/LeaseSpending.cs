using System.Runtime.InteropServices;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Leases;

/// <summary>Has less leased of what was spent, in the transaction that counts it as spent. Used by one who writes, on one thread.</summary>
internal sealed class LeaseSpending(Session session) : IDisposable
{
    private readonly Dictionary<(LeaseKey Key, ReplicaLife Life), decimal> _sums = [];
    private Statement? _spend;

    /// <summary>Takes in what was spent of a slice.</summary>
    public void Add(LeaseSlice slice, decimal amount) => CollectionsMarshal.GetValueRefOrAddDefault(_sums, (slice.Key, slice.Life), out _) += amount;

    /// <summary>Writes what was taken in.</summary>
    public void Write()
    {
        if (_sums.Count == 0) return;
        _spend ??= session.Prepare(
            """
            UPDATE leases SET spent = decimal_add(spent, $1)
            WHERE name = $2 AND definition = $3 AND subject = $4 AND window_start = $5 AND replica = $6 AND epoch = $7
            """);
        foreach (var ((key, life), amount) in _sums)
            _spend.Add(amount).Add(key.Name).Add(key.Definition).Add(key.Subject).Add(key.Window).Add(life.Replica).Add(life.Epoch).Run();
        _sums.Clear();
    }

    /// <summary>Forgets what was taken in: the transaction was taken back.</summary>
    public void Clear()
    {
        _spend?.Reset();
        _sums.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _spend?.Dispose();
}
