using SQLitePCL;

namespace Weir.Gateway.Storage;

/// <summary>
/// One open connection, used by one thread at a time. It speaks to SQLite's C interface directly: ADO.NET would box every
/// parameter of every ledger row and cost a tenth of a second of compilation when the gateway starts.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private const int BusyMilliseconds = 5_000;

    private readonly sqlite3 _db;

    private SqliteSession(sqlite3 db, string path) => (_db, Path) = (db, path);

    public string Path { get; }

    /// <summary>Whether the file was deleted, moved or replaced since it was opened.</summary>
    public bool HasMoved => SqliteFile.HasMoved(_db);

    /// <summary>True between BEGIN and COMMIT. Grave errors end a transaction by themselves.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_db) == 0;

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
            throw StorageErrors.Of(code, detail, path);
        }

        raw.sqlite3_extended_result_codes(db, 1);
        raw.sqlite3_busy_timeout(db, BusyMilliseconds);
        var session = new SqliteSession(db, path);
        session.Check(DecimalFunctions.Register(db));
        return session;
    }

    /// <summary>Opens a database file that exists, and refuses to change anything in it.</summary>
    /// <exception cref="StorageException">The file cannot be opened.</exception>
    public static SqliteSession OpenToRead(string path)
    {
        var session = Open(path);
        session.RefuseChanges();
        return session;
    }

    /// <summary>Has everything fail from now on that would change something.</summary>
    // SQLite only. The file stays open for writing: a reader of a write-ahead log has to make its index.
    public void RefuseChanges() => Execute("PRAGMA query_only = ON");

    /// <summary>Prepares one statement. Parameters are written <c>$1</c>, <c>$2</c>… and first appear in that order.</summary>
    public SqliteStatement Prepare(string sql)
    {
        // SQLite numbers $-parameters by their first appearance, PostgreSQL by their number: in order, the same text serves both.
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>Runs one or more statements and ignores what they return.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    /// <summary>The first column of the first row, or null when there is no row.</summary>
    public string? Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Read() ? statement.NextText() : null;
    }

    /// <summary>Runs <paramref name="work"/> in a transaction that holds the write lock from its start.</summary>
    public T Transact<T>(Func<SqliteSession, T> work)
    {
        // SQLite only: a plain BEGIN takes the lock at the first write, and fails at once if somebody wrote in between.
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work(this);
            Execute("COMMIT");
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Has a statement that runs on another thread fail soon. The one call that any thread may make.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_db);

    /// <summary>Takes back the transaction, if there still is one. Never throws: it runs while another error is on its way.</summary>
    public void Rollback()
    {
        if (IsInTransaction) _ = raw.sqlite3_exec(_db, "ROLLBACK");
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Failure(code);
    }

    public StorageException Failure(int code) => StorageErrors.Of(code, raw.sqlite3_errmsg(_db).utf8_to_string(), Path);

    public void Dispose() => _db.Dispose();
}
