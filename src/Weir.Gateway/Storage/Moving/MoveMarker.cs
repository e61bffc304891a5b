namespace Weir.Gateway.Storage.Moving;

/// <summary>
/// Notes in the target whose rows are in it: a copy that was begun can go on, a database that has rows of its own is never written over,
/// and no gateway takes a half for the whole.
/// </summary>
internal sealed class MoveMarker(Session target)
{
    public const string Table = "weir_migration";

    /// <summary>Whether a database is a copy that is not finished.</summary>
    public static bool IsUnfinished(Session session) =>
        session.Scalar($"SELECT to_regclass('{Table}') IS NOT NULL") == "1" && session.Scalar($"SELECT count(*) FROM {Table} WHERE finished_at IS NULL") != "0";

    /// <summary>Begins a copy, or goes on with it.</summary>
    /// <param name="source">What tells the source from other databases.</param>
    /// <param name="tables">The tables.</param>
    /// <exception cref="StorageException">The target has rows of something else, or was finished.</exception>
    public void Begin(string source, IReadOnlyList<MovedTable> tables)
    {
        if (target.Scalar($"SELECT to_regclass('{Table}') IS NOT NULL") != "1")
        {
            // A new database has one row: the revision of keys.
            var taken = tables.FirstOrDefault(table => table.Name != "keys_revision" && target.Scalar($"SELECT 1 FROM {table.Name} LIMIT 1") is not null);
            if (taken is not null) throw Refused($"{target.Path} has rows already (table {taken.Name})", "Name an empty database in storage.database.");
            target.Transact(_ =>
            {
                target.Execute($"CREATE TABLE {Table} (source TEXT NOT NULL, finished_at BIGINT)");
                using var insert = target.Prepare($"INSERT INTO {Table} (source) VALUES ($1)");
                insert.Add(source).Run();
                return true;
            });
            return;
        }
        if (target.Scalar($"SELECT source FROM {Table}") is var known && known != source)
            throw Refused($"{target.Path} holds a copy of another database", "Name an empty database in storage.database.");
        if (!IsUnfinished(target))
            throw Refused($"everything was moved to {target.Path} before", "Start the gateway with it. To move once more, name an empty database.");
    }

    /// <summary>Notes that all is there.</summary>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public void Finish(long now)
    {
        using var update = target.Prepare($"UPDATE {Table} SET finished_at = $1");
        update.Add(now).Run();
    }

    private static StorageException Refused(string what, string remedy) => new(StorageProblem.Conflict, what, remedy);
}
