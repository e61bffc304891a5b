using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Weir.Gateway.Storage.Moving;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>A database of a PostgreSQL server.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>The first with <c>trim_scale</c>, which exact sums are written by.</summary>
    private const int OldestServer = 13;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private StorageException? _failure;
    private TimeSpan _pause;
    private long _failedAt;

    private PostgresDatabase(PostgresAddress address, TimeProvider time)
    {
        (Path, _time) = (address.Display, time);
        _source = new NpgsqlSlimDataSourceBuilder(address.Connection).EnableTransportSecurity().Build();
    }

    /// <inheritdoc/>
    public override string Path { get; }

    /// <summary>What keeps the database for this gateway, where it is one.</summary>
    public PostgresLock? Held { get; private set; }

    /// <summary>Opens a database that exists, and brings it to this Weir's schema.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="time">Dates the schema's versions, and spaces out attempts to connect.</param>
    /// <param name="logger">Null logs nothing.</param>
    /// <param name="create">False for commands that only look: a database without Weir's tables is then an error.</param>
    /// <param name="forGateway">Whether no other gateway may have it meanwhile.</param>
    /// <param name="isTarget">Whether everything of another database is to be moved to it.</param>
    /// <exception cref="StorageException">With what is wrong and what to do about it.</exception>
    public static PostgresDatabase OpenAt(PostgresAddress address, TimeProvider time, ILogger<Database>? logger = null, bool create = true, bool forGateway = false, bool isTarget = false)
    {
        ILogger log = logger ?? NullLogger<Database>.Instance;
        var database = new PostgresDatabase(address, time);
        try
        {
            using var session = PostgresSession.Open(database);
            var version = session.ServerVersion();
            if (version.Major < OldestServer) throw PostgresErrors.TooOld(database.Path, version.ToString(), OldestServer);
            if (session.Scalar("SHOW server_encoding") is var encoding && encoding != "UTF8") throw PostgresErrors.NotUtf8(database.Path, encoding ?? "none");
            if (forGateway) database.TakeForGateway();
            var migrator = new Migrator(session, time);
            if (!create && migrator.CurrentVersion() == 0)
                throw new StorageException(StorageProblem.Missing, $"{database.Path} has none of Weir's tables", "Start the gateway once, or name its database in storage.database.");
            var (from, to) = migrator.Apply();
            if (forGateway && !isTarget && MoveMarker.IsUnfinished(session))
                throw new StorageException(StorageProblem.Conflict, $"{database.Path} is a copy that is not finished", "Stop the gateway that it is copied from, and run `weir migrate` again.");
            if (from != to && from > 0) StorageLog.Migrated(log, database.Path, from, to);
            if (log.IsEnabled(LogLevel.Debug)) StorageLog.Opened(log, database.Path, $"PostgreSQL {version}", to);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>What <c>weir doctor</c> tells of a database; nothing is changed.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static DatabaseFacts Look(PostgresAddress address, TimeProvider time)
    {
        using var database = new PostgresDatabase(address, time);
        using var session = PostgresSession.Open(database);
        session.RefuseChanges();
        var schema = new Migrator(session, time).CurrentVersion();
        var bytes = long.Parse(session.Scalar("SELECT pg_database_size(current_database())")!, System.Globalization.CultureInfo.InvariantCulture);
        return new DatabaseFacts($"{database.Path} (PostgreSQL {session.ServerVersion()})", bytes, schema, DatabaseFacts.Count(session, bytes, schema));
    }

    /// <summary>Has the database be this gateway's alone until it ends.</summary>
    /// <exception cref="StorageException">Another gateway has it.</exception>
    public PostgresLock TakeForGateway() => Held = PostgresLock.Take(this);

    /// <summary>Opens a connection, or takes one from the pool. While the server cannot be reached it is tried every few seconds only; who asks in between is told the same.</summary>
    /// <exception cref="StorageException">There is none to be had.</exception>
    public NpgsqlConnection Rent()
    {
        lock (_gate)
            if (_failure is not null && _time.GetElapsedTime(_failedAt) < _pause) throw _failure;
        try
        {
            var connection = _source.OpenConnection();
            lock (_gate) (_failure, _pause) = (null, TimeSpan.Zero);
            return connection;
        }
        catch (Exception failure) when (PostgresErrors.IsOne(failure))
        {
            var said = PostgresErrors.Of(failure, Path);
            // One session too many is no reason for others to wait.
            if (said.Problem != StorageProblem.Unreachable || failure is NpgsqlException { InnerException: TimeoutException }) throw said;
            lock (_gate) (_failure, _failedAt, _pause) = (said, _time.GetTimestamp(), Max(ShortestPause, Min(2 * _pause, LongestPause)));
            throw said;
        }
    }

    /// <summary>Lets go of connections that nobody uses: they may be dead.</summary>
    public void ForgetIdle() => _source.Clear();

    /// <summary>Has what a server process is doing fail, if it is doing anything.</summary>
    public void Cancel(int process)
    {
        try
        {
            using var connection = Rent();
            using var command = new NpgsqlCommand($"SELECT pg_cancel_backend({process})", connection);
            command.ExecuteNonQuery();
        }
        catch (Exception failure) when (PostgresErrors.IsOne(failure) || failure is StorageException)
        {
            // Then it goes on to its end.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Held?.Dispose();
        _source.Dispose();
    }

    /// <inheritdoc/>
    protected override Session OpenSession() => PostgresSession.Open(this);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
