using SQLitePCL;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>
/// A connection to an SQLite file. It speaks to SQLite's C interface directly: ADO.NET would box every parameter of every ledger row
/// and cost a tenth of a second of compilation when the gateway starts.
/// </summary>
internal sealed class SqliteSession : Session
{
    private const int BusyMilliseconds = 5_000;

    private readonly sqlite3 _db;
    private SqliteStatement? _begin;
    private SqliteStatement? _commit;

    private SqliteSession(sqlite3 db, string path) => (_db, Path) = (db, path);

    /// <inheritdoc/>
    public override string Path { get; }

    /// <inheritdoc/>
    public override bool IsInTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    /// <summary>Opens a database file that exists.</summary>
    /// <exception cref="StorageException">The file cannot be opened.</exception>
    public static SqliteSession Open(string path)
    {
        SqliteLibrary.Use();
        // NOMUTEX: a session belongs to one thread at a time, so that SQLite's own lock on every call would be wasted.
        var code = raw.sqlite3_open_v2(path, out var db, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var detail = raw.sqlite3_errstr(code).utf8_to_string();
            db?.Dispose();
            throw SqliteErrors.Of(code, detail, path);
        }

        raw.sqlite3_extended_result_codes(db, 1);
        raw.sqlite3_busy_timeout(db, BusyMilliseconds);
        var session = new SqliteSession(db, path);
        session.Check(DecimalFunctions.Register(db));
        return session;
    }

    /// <summary>Looks whether the file was deleted, moved or replaced since it was opened.</summary>
    public override StorageException? FindTrouble() => SqliteFile.HasMoved(_db) ? StorageErrors.Gone(Path) : null;

    /// <inheritdoc/>
    public override Session OpenToRead()
    {
        var session = Open(Path);
        session.RefuseChanges();
        return session;
    }

    /// <inheritdoc/>
    // The file stays open for writing: a reader of a write-ahead log has to make its index.
    public override void RefuseChanges() => Execute("PRAGMA query_only = ON");

    /// <inheritdoc/>
    public override Statement Prepare(string sql) => PrepareOwn(sql);

    /// <inheritdoc/>
    public override Statement PrepareInsert(string table, string columns) => PrepareOwn(LedgerRows.InsertInto(table, columns));

    /// <inheritdoc/>
    public override Statement PrepareMany(string sql) => PrepareOwn(sql);

    /// <inheritdoc/>
    public override void Flush()
    {
        // Every row is written at once.
    }

    /// <inheritdoc/>
    public override void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    /// <inheritdoc/>
    // A plain BEGIN takes the lock at the first write, and fails at once if somebody wrote in between.
    public override void Begin() => (_begin ??= PrepareOwn("BEGIN IMMEDIATE")).Run();

    /// <inheritdoc/>
    // The moment is that of the first read.
    public override void BeginSnapshot() => Execute("BEGIN");

    /// <inheritdoc/>
    public override void Commit() => (_commit ??= PrepareOwn("COMMIT")).Run();

    /// <inheritdoc/>
    public override void Rollback()
    {
        if (IsInTransaction) _ = raw.sqlite3_exec(_db, "ROLLBACK");
    }

    /// <inheritdoc/>
    public override void Interrupt() => raw.sqlite3_interrupt(_db);

    /// <inheritdoc/>
    public override void TuneToWrite(bool isBuffered)
    {
        // NORMAL leaves the fsync to the checkpoint: kill -9 loses nothing that was committed, a power failure may.
        if (isBuffered) Execute("PRAGMA synchronous = NORMAL");
        // Copying the log back to the table stalls a commit: four times SQLite's usual 1,000 pages took the slowest hundredth of
        // commits from 2.4 to 0.9 ms, and a log of 16 MB is still read back in no time after a crash.
        Execute("PRAGMA wal_autocheckpoint = 4000");
        // 8 MiB of pages instead of 2: sums are added to rows all over the day, not only at a table's end.
        Execute("PRAGMA cache_size = -8192");
    }

    /// <summary>Writes a page as it is.</summary>
    public override void Probe()
    {
        Begin();
        Execute($"PRAGMA application_id = {Scalar("PRAGMA application_id")}");
        Commit();
    }

    /// <inheritdoc/>
    public override string SqlOf(Migration migration) => migration.ReadSql();

    /// <inheritdoc/>
    public override void PrepareToMigrate()
    {
        // Every session has the functions.
    }

    /// <summary>
    /// Reads the catalogue, which also makes SQLite compare the header with the file: one that is truncated or is no database is found
    /// here and not by the first call.
    /// </summary>
    public override (bool Any, bool Weirs) LookForTables()
    {
        using var tables = Prepare("SELECT count(*), coalesce(sum(name = 'schema_versions'), 0) FROM sqlite_master");
        tables.Read();
        return (tables.NextLong() > 0, tables.NextLong() > 0);
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Failure(code);
    }

    public StorageException Failure(int code) => SqliteErrors.Of(code, raw.sqlite3_errmsg(_db).utf8_to_string(), Path);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _begin?.Dispose();
        _commit?.Dispose();
        _db.Dispose();
    }

    private SqliteStatement PrepareOwn(string sql)
    {
        // SQLite numbers $-parameters by their first appearance, PostgreSQL by their number: in order, the same text serves both.
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new SqliteStatement(this, statement);
    }
}
