using Weir.Gateway.Storage.Sqlite;

namespace Weir.Gateway.Storage;

/// <summary>What <c>weir doctor</c> tells of a database. Reading it changes nothing, not even an older schema.</summary>
/// <param name="Path">The file, or the server and its version.</param>
/// <param name="Bytes">Its size, with what the write-ahead log still holds.</param>
/// <param name="Schema">The version of its schema; 0 when it is empty.</param>
/// <param name="Rows">Numbers of rows by table, and null when the file is too large to count them in passing.</param>
internal sealed record DatabaseFacts(string Path, long Bytes, int Schema, IReadOnlyDictionary<string, long>? Rows)
{
    /// <summary>Up to here reading the whole file takes a second or two.</summary>
    private const long LargestCounted = 512 << 20;

    /// <summary>Looks at the database of a data directory, and, unless it is large, at every page of it.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="StorageException">It cannot be read, or is damaged.</exception>
    public static DatabaseFacts? Read(string directory, TimeProvider time)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), Database.FileName);
        if (!File.Exists(path)) return null;
        var log = new FileInfo(path + "-wal");
        var bytes = new FileInfo(path).Length + (log.Exists ? log.Length : 0);
        using var session = SqliteSession.Open(path);
        var schema = new Migrator(session, time).CurrentVersion();
        if (bytes <= LargestCounted && schema > 0 && session.Scalar("PRAGMA quick_check(1)") is { } finding && finding != "ok") throw StorageErrors.Damaged(path, finding);
        return new DatabaseFacts(path, bytes, schema, Count(session, bytes, schema));
    }

    /// <summary>Counts rows, unless that would take long.</summary>
    public static IReadOnlyDictionary<string, long>? Count(Session session, long bytes, int schema) => bytes > LargestCounted || schema == 0
        ? null
        : new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["calls"] = Count(session, "calls"),
            ["attempts"] = Count(session, "attempts"),
            ["keys"] = Count(session, "keys"),
        };

    private static long Count(Session session, string table)
    {
        using var count = session.Prepare($"SELECT count(*) FROM {table}");
        count.Read();
        return count.NextLong();
    }
}
