namespace Weir.Gateway.Storage;

/// <summary>Brings a database to the schema of this Weir.</summary>
internal sealed class Migrator(Session session, TimeProvider time)
{
    /// <summary>Applies what is missing, in one transaction: a crash or a failure leaves the old schema.</summary>
    /// <returns>The schema's version before and now.</returns>
    public (int From, int To) Apply()
    {
        var newest = Migration.All[^1].Version;
        var found = CurrentVersion();
        if (found == newest) return (found, newest);
        // Two processes may start at once: the second waits for the lock, then finds nothing left to do.
        return session.Transact(_ => ApplyFrom(CurrentVersion(), newest));
    }

    private (int From, int To) ApplyFrom(int version, int newest)
    {
        if (version > newest)
            throw new StorageException(
                StorageProblem.NewerSchema,
                $"{session.Path} has schema version {version}, this Weir knows versions up to {newest}",
                "Run the newer Weir that this database was last opened with, or restore the backup made before that.");

        session.PrepareToMigrate();
        foreach (var migration in Migration.All)
            if (migration.Version > version) Apply(migration);
        return (version, newest);
    }

    private void Apply(Migration migration)
    {
        session.Execute(session.SqlOf(migration));
        using var note = session.Prepare("INSERT INTO schema_versions (version, name, applied_at) VALUES ($1, $2, $3)");
        note.Add(migration.Version).Add(migration.Name).Add(time.GetUtcNow().ToUnixTimeMilliseconds() * 1000).Run();
    }

    /// <summary>The version that the database has; 0 when it is empty.</summary>
    public int CurrentVersion()
    {
        var (any, weirs) = session.LookForTables();
        if (!any) return 0;
        if (!weirs)
            throw new StorageException(
                StorageProblem.Corrupt,
                $"{session.Path} is a database of another program",
                "Name a data directory, or a PostgreSQL database or schema, of Weir's own.");
        using var version = session.Prepare("SELECT coalesce(max(version), 0) FROM schema_versions");
        version.Read();
        return (int)version.NextLong();
    }
}
