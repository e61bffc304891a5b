using Npgsql;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>
/// A connection to a PostgreSQL server. One that is lost is made anew with the next statement, unless that belongs to a transaction:
/// what came before it is lost with the connection.
/// </summary>
internal sealed class PostgresSession : Session
{
    private readonly PostgresDatabase _database;
    private readonly List<string> _settings = [];
    private readonly List<CopyStatement> _copies = [];
    private NpgsqlConnection? _connection;
    private PostgresStatement? _open;
    private PostgresPartitions? _partitions;
    private bool _isInTransaction;
    private bool _isSpoilt;
    private bool _isUsed;
    private volatile object? _running;

    private PostgresSession(PostgresDatabase database) => _database = database;

    /// <inheritdoc/>
    public override string Path => _database.Path;

    /// <inheritdoc/>
    public override bool IsInTransaction => _isInTransaction;

    /// <summary>How long the server may say nothing, in seconds. Reports may have it think for longer than what calls wait for.</summary>
    public int Patience { get; private set; } = 30;

    /// <summary>Opens a session.</summary>
    /// <exception cref="StorageException">The server cannot be reached, or lets Weir not in.</exception>
    public static PostgresSession Open(PostgresDatabase database)
    {
        var session = new PostgresSession(database);
        session._connection = database.Rent();
        return session;
    }

    /// <inheritdoc/>
    public override StorageException? FindTrouble()
    {
        try
        {
            if (_database.Held is { } held && !held.Is(this) && held.FindTrouble() is { } lost) return lost;
            return Scalar("SELECT pg_is_in_recovery()") == "0" ? null : PostgresErrors.ReadOnly(Path);
        }
        catch (StorageException trouble)
        {
            return trouble;
        }
    }

    /// <inheritdoc/>
    public override Session OpenToRead()
    {
        var session = Open(_database);
        session.RefuseChanges();
        return session;
    }

    /// <inheritdoc/>
    public override void RefuseChanges()
    {
        const int readersPatience = 600;
        Patience = readersPatience;
        Set("SET default_transaction_read_only = on");
    }

    /// <inheritdoc/>
    public override Statement Prepare(string sql) => new PostgresStatement(this, sql);

    /// <inheritdoc/>
    public override Statement PrepareInsert(string table, string columns)
    {
        var copy = new CopyStatement(table, columns, copy => _copies.Remove(copy));
        _copies.Add(copy);
        return copy;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        foreach (var copy in _copies)
        {
            if (copy.Rows == 0) continue;
            if (copy.Table is "calls" or "attempts") (_partitions ??= new PostgresPartitions(this)).Ensure(copy.Table, copy.Keys);
            Guard(connection =>
            {
                copy.WriteTo(connection);
                return true;
            });
        }
    }

    /// <inheritdoc/>
    public override void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql) { CommandTimeout = Patience };
        Run(command).Dispose();
        _running = null;
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        // One writer at a time, as SQLite has it: stores read and then write, and count on nobody writing in between.
        BeginWith($"BEGIN; SELECT pg_advisory_xact_lock({PostgresLock.KeyOf("write")})");
    }

    /// <inheritdoc/>
    public override void BeginSnapshot() => BeginWith("BEGIN ISOLATION LEVEL REPEATABLE READ");

    /// <inheritdoc/>
    public override void Commit()
    {
        // The server answers COMMIT after an error with a rollback, and says so only in passing.
        if (_isSpoilt) throw new InvalidOperationException("a transaction in which a statement failed cannot be committed");
        Execute("COMMIT");
        (_isInTransaction, _isSpoilt) = (false, false);
    }

    /// <inheritdoc/>
    public override void Rollback()
    {
        foreach (var copy in _copies) copy.Reset();
        if (!_isInTransaction) return;
        (_isInTransaction, _isSpoilt) = (false, false);
        _partitions?.Forget();
        try
        {
            if (_connection is { State: System.Data.ConnectionState.Open }) Execute("ROLLBACK");
        }
        catch (StorageException)
        {
            // The connection is lost, and the transaction with it.
        }
    }

    /// <inheritdoc/>
    public override void Interrupt()
    {
        // Not by the driver, which tells the server once for each command: too early for one that is only on its way.
        if (_running is int process) _database.Cancel(process);
    }

    /// <inheritdoc/>
    public override void TuneToWrite(bool isBuffered)
    {
        // The server's log reaches the disk a little later: its crash may lose the last commits, never what was committed before.
        if (isBuffered) Set("SET synchronous_commit = off");
    }

    /// <inheritdoc/>
    public override void Probe()
    {
        Begin();
        Execute("UPDATE keys_revision SET number = number");
        Commit();
    }

    /// <inheritdoc/>
    public override string SqlOf(Migration migration) => PostgresSchema.Translate(migration.ReadSql(MigrationText.Postgres));

    /// <inheritdoc/>
    public override void PrepareToMigrate() => Execute(PostgresSchema.Functions);

    /// <inheritdoc/>
    public override (bool Any, bool Weirs) LookForTables()
    {
        using var tables = Prepare("SELECT count(*), count(*) FILTER (WHERE tablename = 'schema_versions') FROM pg_tables WHERE schemaname = current_schema()");
        tables.Read();
        var found = (tables.NextLong() > 0, tables.NextLong() > 0);
        tables.Reset();
        return found;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Rollback();
        _open?.Reset();
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>The server's version.</summary>
    internal Version ServerVersion() => Connected().PostgreSqlVersion;

    /// <summary>Has a statement run each time that the connection was lost and made anew.</summary>
    internal void SetAfterLoss(string setting) => _settings.Add(setting);

    /// <summary>Runs a statement's command.</summary>
    internal NpgsqlDataReader Run(NpgsqlCommand command, PostgresStatement? statement = null)
    {
        var reader = Guard(
            connection =>
            {
                command.Connection = connection;
                _running = connection.ProcessID;
                return command.ExecuteReader();
            },
            mayRepeat: PostgresErrors.ChangesNothing(command.CommandText));
        // What was undone is whole again.
        if (command.CommandText.StartsWith("ROLLBACK TO", StringComparison.Ordinal)) _isSpoilt = false;
        _open = statement;
        return reader;
    }

    /// <summary>A statement has been read to its end, or is not read any further.</summary>
    internal void Leave(PostgresStatement statement)
    {
        if (_open != statement) return;
        (_open, _running) = (null, null);
    }

    /// <summary>What became of a statement, in words.</summary>
    internal StorageException Fail(Exception failure)
    {
        _isSpoilt |= _isInTransaction;
        return PostgresErrors.Of(failure, Path);
    }

    private T Guard<T>(Func<NpgsqlConnection, T> work, bool mayRepeat = false)
    {
        // A connection carries one statement at a time: what another one has left to read is read into memory first.
        _open?.Detach();
        (_open, _running) = (null, null);
        var wasUsed = _isUsed;
        try
        {
            return work(Connected());
        }
        // One from the pool may have been dead for hours.
        catch (Exception stale) when (!wasUsed && mayRepeat && !_isInTransaction && PostgresErrors.IsOne(stale) && PostgresErrors.IsLost(stale))
        {
            _database.ForgetIdle();
            return Repeat(work);
        }
        catch (Exception failure) when (PostgresErrors.IsOne(failure))
        {
            throw Fail(failure);
        }
    }

    private T Repeat<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            return work(Connected());
        }
        catch (Exception failure) when (PostgresErrors.IsOne(failure))
        {
            throw Fail(failure);
        }
    }

    private NpgsqlConnection Connected()
    {
        _isUsed = true;
        if (_connection is { State: System.Data.ConnectionState.Open }) return _connection;
        if (_isInTransaction) throw PostgresErrors.Lost(Path);
        _connection?.Dispose();
        _connection = null;
        var connection = _database.Rent();
        try
        {
            foreach (var setting in _settings)
            {
                using var command = new NpgsqlCommand(setting, connection);
                command.ExecuteNonQuery();
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        return _connection = connection;
    }

    private void Set(string setting)
    {
        Execute(setting);
        _settings.Add(setting);
    }

    private void BeginWith(string sql)
    {
        Execute(sql);
        (_isInTransaction, _isSpoilt) = (true, false);
    }
}
