namespace Weir.Gateway.Leases;

/// <summary>Leases in memory: what a database does, for replicas of one process and for tests.</summary>
internal sealed class MemoryAuthority : ILeaseAuthority
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);
    private readonly Dictionary<ReplicaLife, Life> _lives = [];
    private readonly Dictionary<LeaseKey, Counter> _counters = [];
    private long _lastNeed;

    /// <inheritdoc/>
    public ValueTask<long> RegisterAsync(string replica, CancellationToken cancel) => new(Register(replica));

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(string replica, long epoch, CancellationToken cancel)
    {
        Release(replica, epoch);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<LeaseReply> ExchangeAsync(LeaseRequest request, CancellationToken cancel) => new(Exchange(request));

    /// <inheritdoc/>
    public ValueTask<bool> ForgetAsync(string replica, CancellationToken cancel) => new(Forget(replica));

    public long Register(string replica)
    {
        lock (_gate)
        {
            var epoch = _epochs[replica] = _epochs.GetValueOrDefault(replica) + 1;
            _lives[new ReplicaLife(replica, epoch)] = new Life();
            return epoch;
        }
    }

    public void Release(string replica, long epoch)
    {
        lock (_gate)
            if (_epochs.GetValueOrDefault(replica) == epoch) FreeBefore(replica, epoch);
    }

    public bool Forget(string replica)
    {
        lock (_gate)
        {
            if (!_epochs.TryGetValue(replica, out var epoch)) return false;
            // A life that nobody lives.
            FreeBefore(replica, _epochs[replica] = epoch + 1);
            return true;
        }
    }

    public LeaseReply Exchange(LeaseRequest request)
    {
        lock (_gate)
        {
            if (_epochs.GetValueOrDefault(request.Life.Replica) != request.Life.Epoch) return LeaseReply.Empty(request.Number, LeaseAnswer.Ended);
            var life = _lives[request.Life];
            if (request.Number <= life.Number) return LeaseReply.Empty(request.Number, LeaseAnswer.Late);
            life.Number = request.Number;
            foreach (var (sign, time) in request.Silent)
                if (_lives.TryGetValue(sign.Life, out var silent) && silent.Number == sign.Number) Lapse(sign.Life, silent, time);
            foreach (var wish in request.Items) Serve(request, wish);
            return new LeaseReply(request.Number, LeaseAnswer.Heard, life.Lapses, SignsBut(request.Life), StatesOf(request));
        }
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
            if (_epochs.GetValueOrDefault(writer.Replica) != writer.Epoch) return false;
            var counter = CounterOf(key);
            counter.Spent += spent;
            counter.Rows.GetValueOrDefault(spender)?.Spend(spent);
            return true;
        }
    }

    /// <summary>What the ledger says was spent, and what is leased.</summary>
    public (decimal Spent, decimal Held) Look(LeaseKey key)
    {
        lock (_gate) return CounterOf(key) is var counter ? (counter.Spent, counter.Rows.Values.Sum(static row => row.Held)) : default;
    }

    private void Serve(LeaseRequest request, in LeaseWish wish)
    {
        var counter = CounterOf(wish.Key);
        var own = counter.Rows.GetValueOrDefault(request.Life);
        if (wish.IsLast)
        {
            if (own?.Opened <= wish.Opened) counter.Rows.Remove(request.Life);
            return;
        }
        // What an earlier slice held went back when it was closed, whether or not that was heard.
        if (own is null || own.Opened < wish.Opened) counter.Rows[request.Life] = own = new LeaseRow(wish.Opened, wish.Terms);
        own.Hear(wish, () => ++_lastNeed);

        var (rows, claims) = (counter.Rows.ToArray(), new LeaseClaim[counter.Rows.Count]);
        for (var i = 0; i < rows.Length; i++) claims[i] = rows[i].Value.ToClaim(!IsSilent(request, rows[i].Key));
        var free = LeaseDivision.Divide(wish.Limit - counter.Spent, claims, wish.Terms.Step);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i].Value;
            row.Recall(claims[i].Excess);
            if (row == own && Math.Min(claims[i].Target - claims[i].Held, free) is > 0 and var more) row.Grant(more);
        }
    }

    private List<LeaseState> StatesOf(LeaseRequest request)
    {
        var states = new List<LeaseState>(request.Items.Count);
        var asked = request.Items.Select(static wish => wish.Key).ToHashSet();
        foreach (var (key, counter) in _counters)
            if (counter.Rows.TryGetValue(request.Life, out var row) && (asked.Contains(key) || row.Recalled > row.Returned)) states.Add(row.ToState(key, counter.Spent));
        return states;
    }

    private List<LifeSign> SignsBut(ReplicaLife life) =>
        [.. _lives.Where(other => other.Key != life).Select(static other => new LifeSign(other.Key, other.Value.Number))];

    /// <summary>Whether the one who asks has not seen a sign of a life for as long as a lease lasts, and there was none.</summary>
    private bool IsSilent(LeaseRequest request, ReplicaLife life)
    {
        foreach (var (sign, _) in request.Silent)
            if (sign.Life == life) return _lives[life].Number == sign.Number;
        return false;
    }

    /// <summary>Frees what nobody can use any more, since its holder was silent for so long.</summary>
    private void Lapse(ReplicaLife id, Life life, TimeSpan silence)
    {
        foreach (var counter in _counters.Values)
            if (counter.Rows.TryGetValue(id, out var row) && row.Terms.Lag is { } lag && silence >= LeaseTerms.Length + lag && row.Lapse()) life.Lapses++;
        if (_epochs[id.Replica] == id.Epoch) return;
        foreach (var counter in _counters.Values)
            if (counter.Rows.TryGetValue(id, out var row) && row.Held == 0) counter.Rows.Remove(id);
        RemoveIfEmpty(id);
    }

    /// <summary>Frees what comes back only if somebody says so; all else may still be in use, and lapses in its time.</summary>
    private void FreeBefore(string replica, long epoch)
    {
        foreach (var life in _lives.Keys.Where(life => life.Replica == replica && life.Epoch < epoch).ToArray())
        {
            foreach (var counter in _counters.Values)
                if (counter.Rows.TryGetValue(life, out var row) && !row.Terms.Expires) counter.Rows.Remove(life);
            RemoveIfEmpty(life);
        }
    }

    private void RemoveIfEmpty(ReplicaLife life)
    {
        if (_counters.Values.All(counter => !counter.Rows.ContainsKey(life))) _lives.Remove(life);
    }

    private Counter CounterOf(LeaseKey key)
    {
        if (!_counters.TryGetValue(key, out var counter)) _counters.Add(key, counter = new Counter());
        return counter;
    }

    private sealed class Life
    {
        public long Number { get; set; }

        public long Lapses { get; set; }
    }

    private sealed class Counter
    {
        public decimal Spent { get; set; }

        public Dictionary<ReplicaLife, LeaseRow> Rows { get; } = [];
    }
}
