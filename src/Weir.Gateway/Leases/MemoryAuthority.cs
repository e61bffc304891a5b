namespace Weir.Gateway.Leases;

/// <summary>Leases in memory, for replicas of one process and for tests.</summary>
internal sealed class MemoryAuthority : ILeaseAuthority
{
    private readonly Lock _gate = new();
    private readonly LeaseTable _table;
    private long _lastNeed;

    public MemoryAuthority() => _table = new LeaseTable(() => ++_lastNeed);

    /// <inheritdoc/>
    public long Register(string replica)
    {
        lock (_gate)
        {
            var epoch = _table.EpochOf(replica) + 1;
            _table.Add(new ReplicaLife(replica, epoch), new LeaseLife());
            return epoch;
        }
    }

    /// <inheritdoc/>
    public void Release(ReplicaLife life)
    {
        lock (_gate)
            if (_table.EpochOf(life.Replica) == life.Epoch) _table.FreeBefore(life.Replica, life.Epoch);
    }

    /// <inheritdoc/>
    public bool Forget(string replica)
    {
        lock (_gate)
        {
            if (_table.EpochOf(replica) == 0) return false;
            // Another life, which nobody lives.
            var epoch = _table.EpochOf(replica) + 1;
            _table.Add(new ReplicaLife(replica, epoch), new LeaseLife());
            _table.FreeBefore(replica, epoch);
            return true;
        }
    }

    /// <inheritdoc/>
    public LeaseReply Exchange(LeaseRequest request)
    {
        lock (_gate) return _table.Refuse(request) ?? _table.Exchange(request);
    }

    /// <summary>Writes to the ledger what a replica has spent: in one step, less of it is leased and more of it is spent.</summary>
    /// <param name="writer">Who writes.</param>
    /// <param name="spender">Who has spent it: the writer, or an earlier life of it.</param>
    /// <param name="key">In which counter.</param>
    /// <param name="spent">How much.</param>
    /// <returns>False where the writer's life is over, and nothing was written.</returns>
    public bool TryCommit(ReplicaLife writer, ReplicaLife spender, LeaseKey key, decimal spent)
    {
        lock (_gate)
        {
            if (_table.EpochOf(writer.Replica) != writer.Epoch) return false;
            var counter = _table.CounterOf(key);
            counter.Spent += spent;
            counter.Rows.GetValueOrDefault(spender)?.Spend(spent);
            return true;
        }
    }

    /// <summary>What the ledger says was spent, and what is leased.</summary>
    public (decimal Spent, decimal Held) Look(LeaseKey key)
    {
        lock (_gate) return _table.CounterOf(key) is var counter ? (counter.Spent, counter.Rows.Values.Sum(static row => row.Held)) : default;
    }
}
