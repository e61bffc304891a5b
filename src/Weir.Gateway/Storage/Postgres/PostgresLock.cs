using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>
/// Keeps a database for one gateway as long as it runs, as <see cref="DirectoryLock"/> does a directory: a second one would let all of a
/// budget be spent once more. The server gives the lock back when the gateway's session ends, however that ends.
/// </summary>
internal sealed class PostgresLock : IDisposable
{
    private readonly PostgresSession _session;

    private PostgresLock(PostgresSession session) => _session = session;

    /// <summary>SQL for the key of one of Weir's advisory locks; schemas of one database have their own.</summary>
    public static string KeyOf(string name) =>
        $"{BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("weir " + name)))}, hashtext(current_schema())";

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StorageException">Another gateway has it.</exception>
    public static PostgresLock Take(PostgresDatabase database)
    {
        var session = PostgresSession.Open(database);
        try
        {
            if (session.Scalar($"SELECT pg_try_advisory_lock({KeyOf("gateway")})") != "1")
            {
                throw new StorageException(
                    StorageProblem.Busy,
                    $"{database.Path} is in use by another gateway{Owner(session)}",
                    "Stop that one first, or give this one a database of its own in storage.database.");
            }
            // With the connection the lock is lost: who is connected again has it again, or is not connected.
            session.SetAfterLoss(
                $"DO $$ BEGIN IF NOT pg_try_advisory_lock({KeyOf("gateway")}) THEN RAISE EXCEPTION 'another gateway has taken it' USING ERRCODE = '55P03'; END IF; END $$");
            return new PostgresLock(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Whether a session is the one that holds it.</summary>
    public bool Is(PostgresSession session) => session == _session;

    /// <summary>Looks whether the lock is still held, and takes it again where the connection was lost. For one thread.</summary>
    /// <returns>Why it is not, or null.</returns>
    public StorageException? FindTrouble() => _session.FindTrouble();

    /// <summary>Lets another gateway have the database.</summary>
    public void Dispose() => _session.Dispose();

    private static string Owner(Session session)
    {
        var found = session.Scalar(
            $"""
            SELECT coalesce(host(client_addr), 'this machine') || ', server process ' || activity.pid FROM pg_locks locks JOIN pg_stat_activity activity USING (pid)
            WHERE locktype = 'advisory' AND (classid::bigint::bit(32)::int, objid::bigint::bit(32)::int) = ({KeyOf("gateway")})
              AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1
            """);
        return found is null ? "" : $" ({found})";
    }
}
