using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Weir.Gateway.Storage.Sqlite;

/// <summary>One SQLite file in the data directory.</summary>
internal sealed class SqliteDatabase : Database
{
    private static readonly Lock Creation = new();

    private readonly SqliteSession _keeper;

    private SqliteDatabase(SqliteSession keeper) => _keeper = keeper;

    /// <summary>The database file.</summary>
    public override string Path => _keeper.Path;

    /// <inheritdoc cref="Database.Open(string, TimeProvider, ILogger{Database}, bool)"/>
    public static SqliteDatabase OpenIn(string directory, TimeProvider time, ILogger<Database>? logger, bool create)
    {
        ILogger log = logger ?? NullLogger<Database>.Instance;
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), FileName);
        EnsureFile(path, create);
        var session = SqliteSession.Open(path);
        try
        {
            EnterWriteAheadLog(session);
            Configure(session);
            var (from, to) = new Migrator(session, time).Apply();
            // A new database is no news; an older one that was brought up to date is.
            if (from != to && from > 0) StorageLog.Migrated(log, path, from, to);
            if (log.IsEnabled(LogLevel.Debug)) StorageLog.Opened(log, path, $"SQLite {SqliteLibrary.Version}", to);
            return new SqliteDatabase(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the file. Sessions are disposed by those who opened them.</summary>
    public override void Dispose() => _keeper.Dispose();

    /// <inheritdoc/>
    protected override Session OpenSession()
    {
        var session = SqliteSession.Open(Path);
        Configure(session);
        return session;
    }

    private static void EnsureFile(string path, bool create)
    {
        // Under a lock, because closing a file drops every POSIX lock that this process holds on it, SQLite's too.
        lock (Creation)
        {
            if (File.Exists(path)) return;
            if (!create)
                throw new StorageException(StorageProblem.Missing, $"there is no database at {path}", "Name the data directory of the gateway, or start it once.");
            try
            {
                PrivateFile.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                PrivateFile.Create(path).Dispose();
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was faster.
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw StorageErrors.Unwritable(path, failure.Message, failure);
            }
        }
    }

    private static void EnterWriteAheadLog(SqliteSession session)
    {
        // Readers never wait for the writer, and a commit is one fsync. The mode stays with the file.
        var mode = "";
        StorageException? busy = null;
        // Two processes that make the same database at once can fail here without SQLite's own wait.
        SpinWait.SpinUntil(
            () =>
            {
                try
                {
                    mode = session.Scalar("PRAGMA journal_mode = WAL");
                    return true;
                }
                catch (StorageException failure) when (failure.Problem == StorageProblem.Busy)
                {
                    busy = failure;
                    return false;
                }
            },
            TimeSpan.FromSeconds(10));
        if (mode is null or "") throw busy!;
        if (mode != "wal") throw StorageErrors.Unwritable(session.Path, "the file system cannot carry a write-ahead log");
    }

    /// <summary>What SQLite forgets when a session ends. Synchronous FULL: a commit survives a power failure.</summary>
    private static void Configure(SqliteSession session) =>
        session.Execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 67108864");
}
