namespace Weir.Gateway.Leases;

/// <summary>
/// What is leased to whom, and the rules by which it is granted, freed and asked back; wherever it is kept. Used by one at a time. All
/// lives have to be here, and those counters that a request is about.
/// </summary>
/// <param name="next">Gives the number of who begins to wait, greater than all before.</param>
internal sealed class LeaseTable(Func<long> next)
{
    private readonly Dictionary<ReplicaLife, LeaseLife> _lives = [];
    private readonly Dictionary<LeaseKey, LeaseCounter> _counters = [];

    public IReadOnlyDictionary<ReplicaLife, LeaseLife> Lives => _lives;

    public IReadOnlyDictionary<LeaseKey, LeaseCounter> Counters => _counters;

    /// <summary>Rows that were here and are not any more.</summary>
    public List<(LeaseKey Key, ReplicaLife Life)> Removed { get; } = [];

    public void Add(ReplicaLife id, LeaseLife life) => _lives[id] = life;

    public LeaseCounter CounterOf(LeaseKey key)
    {
        if (!_counters.TryGetValue(key, out var counter)) _counters.Add(key, counter = new LeaseCounter());
        return counter;
    }

    /// <summary>The number of the life that a replica lives; 0 for none.</summary>
    public long EpochOf(string replica)
    {
        var epoch = 0L;
        foreach (var life in _lives.Keys)
            if (life.Replica == replica) epoch = Math.Max(epoch, life.Epoch);
        return epoch;
    }

    /// <summary>What is to be said to a request that is not heard; null for one that is.</summary>
    public LeaseReply? Refuse(LeaseRequest request)
    {
        if (EpochOf(request.Life.Replica) != request.Life.Epoch) return LeaseReply.Empty(request.Number, LeaseAnswer.Ended);
        return request.Number <= _lives[request.Life].Number ? LeaseReply.Empty(request.Number, LeaseAnswer.Late) : null;
    }

    /// <summary>Those of whom the one who asks has not seen a sign, and there was none.</summary>
    public IEnumerable<SilentReplica> SilentFor(LeaseRequest request) =>
        request.Silent.Where(silent => _lives.TryGetValue(silent.Sign.Life, out var life) && life.Number == silent.Sign.Number);

    /// <summary>Hears a request that is not refused.</summary>
    public LeaseReply Exchange(LeaseRequest request)
    {
        var life = _lives[request.Life];
        life.Hear(request.Number);
        var silent = SilentFor(request).ToDictionary(static one => one.Sign.Life, static one => one.For);
        foreach (var (id, time) in silent) Lapse(id, time);
        foreach (var wish in request.Items) Serve(request.Life, wish, silent);
        var others = _lives.Where(other => other.Key != request.Life).Select(static other => new LifeSign(other.Key, other.Value.Number));
        return new LeaseReply(request.Number, LeaseAnswer.Heard, life.Lapses, [.. others], StatesOf(request));
    }

    /// <summary>Frees what earlier lives of a replica hold and what comes back only if somebody says so; all else may still be in use, and lapses in its time.</summary>
    public void FreeBefore(string replica, long epoch)
    {
        foreach (var (key, counter) in _counters)
            foreach (var (life, row) in counter.Rows)
                if (life.Replica == replica && life.Epoch < epoch && row.Lag is null) Remove(key, life);
    }

    private void Serve(ReplicaLife life, in LeaseWish wish, Dictionary<ReplicaLife, TimeSpan> silent)
    {
        var counter = CounterOf(wish.Key);
        var own = counter.Rows.GetValueOrDefault(life);
        if (wish.IsLast)
        {
            if (own?.Opened <= wish.Opened) Remove(wish.Key, life);
            return;
        }
        // What an earlier slice held went back when it was closed, whether or not that was heard.
        if (own is null || own.Opened < wish.Opened) counter.Rows[life] = own = new LeaseRow(wish.Opened, wish.Terms.Lag);
        own.Hear(wish, next);

        // In an order that does not depend on where they are kept.
        KeyValuePair<ReplicaLife, LeaseRow>[] rows = [.. counter.Rows.OrderBy(static row => row.Key.Replica, StringComparer.Ordinal).ThenBy(static row => row.Key.Epoch)];
        var claims = new LeaseClaim[rows.Length];
        for (var i = 0; i < rows.Length; i++) claims[i] = rows[i].Value.ToClaim(!silent.ContainsKey(rows[i].Key));
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
        {
            if (!counter.Rows.TryGetValue(request.Life, out var row)) continue;
            if (asked.Contains(key)) states.Add(row.ToState(key, counter.Spent));
            else if (row.Recalled > row.Returned) states.Add(row.ToState(key, spentInAll: null));
        }
        return states;
    }

    /// <summary>Frees what nobody can use any more, since its holder was silent for so long.</summary>
    private void Lapse(ReplicaLife id, TimeSpan silence)
    {
        var isOver = EpochOf(id.Replica) != id.Epoch;
        foreach (var (key, counter) in _counters)
        {
            if (!counter.Rows.TryGetValue(id, out var row) || row.Lag is not { } lag || silence < LeaseTerms.Length + lag) continue;
            if (row.Lapse()) _lives[id].CountLapse();
            if (isOver) Remove(key, id);
        }
    }

    private void Remove(LeaseKey key, ReplicaLife life)
    {
        if (_counters[key].Rows.Remove(life)) Removed.Add((key, life));
    }
}
