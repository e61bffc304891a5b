using Weir.Gateway.Storage;

namespace Weir.Gateway.Audit;

/// <summary>
/// Who changed what, when and why. Entries are only ever added: the database refuses all else. Each call is on a session of its own, and not for
/// the call path.
/// </summary>
internal sealed class AuditLog(Database database)
{
    /// <summary>Writes an entry.</summary>
    /// <returns>Completes when it is on disk.</returns>
    /// <exception cref="StorageException">It cannot be written: then what it tells of ought not to happen either.</exception>
    public Task WriteAsync(AuditEntry entry) => Task.Run(() => Write(entry));

    /// <inheritdoc cref="WriteAsync"/>
    public void Write(AuditEntry entry)
    {
        using var session = database.Connect();
        AuditRow.Insert(session, entry);
    }

    /// <summary>The newest entries that are wanted, oldest first.</summary>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<AuditEntry> Newest(AuditFilter filter, int count)
    {
        using var session = database.Connect();
        return AuditRow.ReadNewest(session, filter, count);
    }
}
