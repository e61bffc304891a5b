using Npgsql;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>What PostgreSQL and its driver complain of, in words.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether an exception is one that <see cref="Of(Exception, string)"/> knows.</summary>
    // The last two are the driver's own when its connection breaks between two of its steps; on a timer they would end the process.
    public static bool IsOne(Exception failure) => failure is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException
        or InvalidOperationException or NullReferenceException;

    /// <summary>Whether the connection is gone, and nothing more is known.</summary>
    public static bool IsLost(Exception failure) =>
        failure is not (TimeoutException or NpgsqlException { InnerException: TimeoutException }) && Of(failure, "").Problem == StorageProblem.Unreachable;

    /// <summary>Whether a statement can be repeated without doing anything twice.</summary>
    public static bool ChangesNothing(string sql) =>
        sql.StartsWith("SELECT", StringComparison.Ordinal) || sql.StartsWith("BEGIN", StringComparison.Ordinal) || sql.StartsWith("SET", StringComparison.Ordinal);

    /// <param name="failure">What the driver threw.</param>
    /// <param name="place">The server and the database.</param>
    public static StorageException Of(Exception failure, string place) => failure switch
    {
        StorageException known => known,
        PostgresException refused => Of(refused, place),
        NpgsqlException { InnerException: PostgresException refused } => Of(refused, place),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new(
            StorageProblem.Unreachable, $"{place} did not answer in time", "See whether the server is overloaded, or the network between it and Weir is broken.", failure),
        NpgsqlException { Message: var message } when message.Contains("No password", StringComparison.OrdinalIgnoreCase) => Refused(place, "it asks for a password, and none is given", failure),
        _ => Unreachable(place, failure.InnerException?.Message ?? failure.Message, failure),
    };

    /// <summary>The connection went while a transaction was under way.</summary>
    public static StorageException Lost(string place) => Unreachable(place, "the connection was lost during a transaction", null);

    /// <summary>A server that only reads.</summary>
    public static StorageException ReadOnly(string place) => new(
        StorageProblem.Unwritable, $"{place} is a standby or is set to read only", "Name the primary server in storage.database, or several with target_session_attrs=read-write.");

    /// <summary>A server that has not what Weir needs.</summary>
    public static StorageException TooOld(string place, string version, int oldest) => new(
        StorageProblem.Unwritable, $"{place} runs PostgreSQL {version}", $"Weir needs PostgreSQL {oldest} or later.");

    /// <summary>A database that cannot hold every text.</summary>
    public static StorageException NotUtf8(string place, string encoding) => new(
        StorageProblem.Unwritable, $"{place} is encoded as {encoding}", "Make the database with ENCODING 'UTF8' (createdb -E UTF8 -T template0).");

    private static StorageException Of(PostgresException refused, string place) => refused.SqlState switch
    {
        "53100" => new(StorageProblem.Full, $"no room is left on the disk of {place}: {refused.MessageText}", "Free some space there; Weir goes on by itself as soon as there is room.", refused),
        "3D000" => new(StorageProblem.Missing, $"{place} does not exist: {refused.MessageText}", "Create the database (createdb), or name another one in storage.database.", refused),
        "28P01" or "28000" => Refused(place, refused.MessageText, refused),
        "42501" => new(
            StorageProblem.Unwritable,
            $"{place} does not allow it: {refused.MessageText}",
            "Let Weir's user own the database, or grant it CREATE and USAGE on the schema and all rights on Weir's tables.",
            refused),
        "25006" => ReadOnly(place),
        "53300" => new(StorageProblem.Busy, $"{place} takes no more connections: {refused.MessageText}", "Raise max_connections of the server, or stop what holds connections open.", refused),
        "55P03" or "40P01" or "40001" => new(
            StorageProblem.Busy, $"{place} is locked by another session: {refused.MessageText}", "See in pg_stat_activity and pg_locks who holds the lock, and end that session.", refused),
        "57014" => new(StorageProblem.Other, $"{place} was interrupted: {refused.MessageText}", "Ask again, for less if it took too long.", refused),
        "58030" => new(StorageProblem.InputOutput, $"{place} failed to read or write: {refused.MessageText}", "Check the server's disk and its log.", refused),
        "XX001" or "XX002" => new(StorageProblem.Corrupt, $"{place} is damaged: {refused.MessageText}", "See the server's log, and restore a backup.", refused),
        ['5', '7', 'P', ..] or ['0', '8', ..] => Unreachable(place, refused.MessageText, refused),
        ['2', '2' or '3', ..] or "54000" => new(StorageProblem.Row, $"the row cannot be stored: {refused.MessageText}", "This is a fault in Weir: please report it.", refused),
        _ => new(StorageProblem.Other, $"{place}: {refused.MessageText} (SQLSTATE {refused.SqlState})", "Run `weir doctor`; if it finds nothing, please report this.", refused),
    };

    private static StorageException Refused(string place, string detail, Exception inner) => new(
        StorageProblem.Unwritable, $"{place} does not let Weir in: {detail}", "Check the user and the password in storage.database, and the server's pg_hba.conf.", inner);

    private static StorageException Unreachable(string place, string detail, Exception? inner) => new(
        StorageProblem.Unreachable, $"{place} cannot be reached: {detail}", "See whether the server runs, and whether storage.database names its host and port.", inner);
}
