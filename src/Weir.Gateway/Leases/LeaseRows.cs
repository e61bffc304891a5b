using Weir.Gateway.Storage;

namespace Weir.Gateway.Leases;

/// <summary>A session with the statements that read and write leases.</summary>
internal sealed class LeaseRows : IDisposable
{
    private const string Columns =
        "name, definition, subject, window_start, replica, epoch, opened, lag, granted, returned, spent, used, need, want, since, recalled";

    private const string OneLife = "name = $1 AND definition = $2 AND subject = $3 AND window_start = $4 AND replica = $5 AND epoch = $6";

    private readonly Session _session;
    private readonly Statement _lives;
    private readonly Statement _ofLife;
    private readonly Statement _recalled;
    private readonly Statement _turn;
    private readonly Statement _writeLife;
    private readonly Statement _write;
    private readonly Statement _remove;
    private readonly LeaseKeyQuery _ofKeys;
    private readonly LeaseKeyQuery _spent;

    public LeaseRows(Session session)
    {
        _session = session;
        _lives = session.Prepare("SELECT replica, epoch, number, lapses FROM replica_lives");
        _ofLife = session.Prepare($"SELECT {Columns} FROM leases WHERE replica = $1 AND epoch = $2 AND lag <= $3");
        _recalled = session.Prepare($"SELECT {Columns} FROM leases WHERE replica = $1 AND epoch = $2 AND is_recalled = 1");
        _turn = session.Prepare("UPDATE lease_turns SET turn = turn + 1 RETURNING turn");
        _writeLife = session.Prepare(
            """
            INSERT INTO replica_lives (replica, epoch, number, lapses, started_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (replica, epoch) DO UPDATE SET
                number = excluded.number, lapses = excluded.lapses,
                seen_at = CASE WHEN excluded.number > replica_lives.number THEN excluded.seen_at ELSE replica_lives.seen_at END
            """);
        // What was spent is the ledger's to write; a slice that was opened anew has spent nothing.
        _write = session.Prepare(
            $"""
            INSERT INTO leases ({Columns}, is_recalled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ON CONFLICT (name, definition, subject, window_start, replica, epoch) DO UPDATE SET
                spent = CASE WHEN leases.opened = excluded.opened THEN leases.spent ELSE excluded.spent END,
                opened = excluded.opened, lag = excluded.lag, granted = excluded.granted, returned = excluded.returned, used = excluded.used,
                need = excluded.need, want = excluded.want, since = excluded.since, recalled = excluded.recalled, is_recalled = excluded.is_recalled
            """);
        _remove = session.Prepare($"DELETE FROM leases WHERE {OneLife}");
        _ofKeys = new LeaseKeyQuery(session, static (_, at) => $"SELECT {Columns} FROM leases WHERE name = ${at} AND definition = ${at + 1} AND subject = ${at + 2} AND window_start = ${at + 3}", 4);
        _spent = new LeaseKeyQuery(
            session,
            static (number, at) =>
                $"""
                SELECT {number}, decimal_sum(cost), CAST(COALESCE(sum(tokens), 0) AS BIGINT) FROM budget_spent
                WHERE budget = ${at} AND definition = ${at + 1} AND subject = ${at + 2} AND window_start >= ${at + 3} AND window_start <= ${at + 4}
                """,
            5);
    }

    /// <summary>Runs something in a transaction, beside which nobody grants anything.</summary>
    public T Transact<T>(Func<LeaseRows, T> work) => _session.Transact(_ => work(this));

    public LeaseTable ReadLives()
    {
        var table = new LeaseTable(NextTurn);
        while (_lives.Read()) table.Add(new ReplicaLife(_lives.NextString(), _lives.NextLong()), new LeaseLife(_lives.NextLong(), _lives.NextLong()));
        return table;
    }

    /// <summary>Reads all that a request is about.</summary>
    public void ReadLeases(LeaseTable table, LeaseRequest request)
    {
        foreach (var (sign, time) in table.SilentFor(request).ToArray())
        {
            if (time < LeaseTerms.Length) continue;
            Read(table, _ofLife.Add(sign.Life.Replica).Add(sign.Life.Epoch).Add((time - LeaseTerms.Length).Ticks / TimeSpan.TicksPerMicrosecond));
        }
        Read(table, _recalled.Add(request.Life.Replica).Add(request.Life.Epoch));
        _ofKeys.Run(request.Items, static (statement, wish) => statement.Add(wish.Key.Name).Add(wish.Key.Definition).Add(wish.Key.Subject).Add(wish.Key.Window), (statement, _) => ReadOne(table, statement));
    }

    /// <summary>Reads what the ledger says was spent of counters.</summary>
    public void ReadSpent(LeaseTable table, IReadOnlyList<LeaseWish> wishes)
    {
        LeaseWish[] spending = [.. wishes.Where(static wish => wish.Terms.Source != LeaseSource.None)];
        _spent.Run(
            spending,
            static (statement, wish) => statement.Add(wish.Key.Name).Add(wish.Key.Definition[..wish.Key.Definition.IndexOf('/')]).Add(wish.Key.Subject).Add(wish.Rows.From).Add(wish.Rows.To),
            (statement, chunk) =>
            {
                var wish = chunk[(int)statement.NextLong()];
                var (cost, tokens) = (statement.NextDecimal() ?? 0, statement.NextLong());
                table.CounterOf(wish.Key).Spent = wish.Terms.Source == LeaseSource.Cost ? cost : tokens;
            });
    }

    /// <summary>Writes what has changed.</summary>
    public void WriteChanges(LeaseTable table, long now)
    {
        foreach (var (id, life) in table.Lives)
            if (life.IsChanged) Write(id, life, now);
        foreach (var (key, life) in table.Removed) Bind(_remove, key, life).Run();
        foreach (var (key, counter) in table.Counters)
            foreach (var (life, row) in counter.Rows)
                if (row.IsChanged) Write(key, life, row);
    }

    /// <summary>Writes what is known of a life.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="life">What is known.</param>
    /// <param name="at">When it was heard of, microseconds since the Unix epoch; null for one that nobody lives.</param>
    public void Write(ReplicaLife id, LeaseLife life, long? at) => _writeLife.Add(id.Replica).Add(id.Epoch).Add(life.Number).Add(life.Lapses).Add(at).Add(at).Run();

    /// <summary>Frees what earlier lives hold and what comes back only if somebody says so.</summary>
    public void FreeBefore(ReplicaLife life)
    {
        using var free = _session.Prepare("DELETE FROM leases WHERE replica = $1 AND epoch < $2 AND lag IS NULL");
        free.Add(life.Replica).Add(life.Epoch).Run();
    }

    /// <summary>Forgets lives that are over and hold nothing.</summary>
    public void ForgetLives(IEnumerable<ReplicaLife> over)
    {
        using var forget = _session.Prepare(
            "DELETE FROM replica_lives WHERE replica = $1 AND epoch = $2 AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.replica = replica_lives.replica AND leases.epoch = replica_lives.epoch)");
        foreach (var life in over) forget.Add(life.Replica).Add(life.Epoch).Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (Statement[])[_lives, _ofLife, _recalled, _turn, _writeLife, _write, _remove]) statement.Dispose();
        _ofKeys.Dispose();
        _spent.Dispose();
        _session.Dispose();
    }

    private static void Read(LeaseTable table, Statement statement)
    {
        while (statement.Read()) ReadOne(table, statement);
    }

    // Arguments are evaluated from left to right, as the columns are read.
    private static void ReadOne(LeaseTable table, Statement row)
    {
        var key = new LeaseKey(row.NextString(), row.NextString(), row.NextString(), row.NextLong());
        var life = new ReplicaLife(row.NextString(), row.NextLong());
        var (opened, lag) = (row.NextLong(), row.NextLongOrNull() is { } micros ? TimeSpan.FromMicroseconds(micros) : (TimeSpan?)null);
        table.CounterOf(key).Rows[life] = LeaseRow.Read(opened, lag, (Next(row), Next(row), Next(row)), (Next(row), Next(row), Next(row)), row.NextLong(), Next(row));
    }

    private static decimal Next(Statement row) => row.NextDecimal() ?? 0;

    private static Statement Bind(Statement statement, LeaseKey key, ReplicaLife life) =>
        statement.Add(key.Name).Add(key.Definition).Add(key.Subject).Add(key.Window).Add(life.Replica).Add(life.Epoch);

    private long NextTurn()
    {
        _turn.Read();
        var turn = _turn.NextLong();
        _turn.Reset();
        return turn;
    }

    private void Write(LeaseKey key, ReplicaLife life, LeaseRow row) =>
        Bind(_write, key, life).Add(row.Opened).Add(row.Lag is { } lag ? lag.Ticks / TimeSpan.TicksPerMicrosecond : null)
            .Add(row.Granted).Add(row.Returned).Add(row.Spent).Add(row.Used).Add(row.Need).Add(row.Want).Add(row.Since).Add(row.Recalled)
            .Add(row.Recalled > row.Returned ? 1 : 0).Run();
}
