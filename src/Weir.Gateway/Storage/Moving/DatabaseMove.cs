using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Storage.Postgres;

namespace Weir.Gateway.Storage.Moving;

/// <summary>
/// Moves an installation from its SQLite file to a PostgreSQL database. Part by part (a day of the ledger, a small table) both are
/// compared by count and checksum, and what differs is copied anew, each part in one transaction: so a pass can be stopped anywhere
/// and made again, also while a gateway writes the file, and the last one, while nobody does, has little left to do and proves the rest.
/// </summary>
/// <param name="source">The SQLite database.</param>
/// <param name="target">The PostgreSQL database, taken for this alone.</param>
/// <param name="time">Dates the end.</param>
internal sealed class DatabaseMove(Database source, PostgresDatabase target, TimeProvider time)
{
    /// <summary>Tables whose rows get numbers from the server.</summary>
    private static readonly (string Table, string Column)[] Numbered = [("budget_raises", "id"), ("audit_log", "number")];

    /// <summary>Compares everything and copies what differs.</summary>
    /// <param name="isLast">Whether nobody may write the file meanwhile, so that all is there afterwards.</param>
    /// <param name="told">Told of each table when it is done.</param>
    /// <param name="stop">Ends it between two parts; what was copied stays.</param>
    /// <exception cref="StorageException">The target is not to be written to, or a database failed.</exception>
    public IReadOnlyList<TableMove> Pass(bool isLast, Action<TableMove> told, CancellationToken stop)
    {
        using var from = source.Connect();
        using var to = target.Connect();
        var tables = MovedTable.All(to);
        var marker = new MoveMarker(to);
        marker.Begin(Identity(from), tables);
        // Held to the end: commands that write would wait for it, and fail.
        if (isLast) from.Begin();
        try
        {
            var moves = new List<TableMove>();
            foreach (var table in tables)
            {
                moves.Add(Move(table, from, to, stop));
                told(moves[^1]);
            }
            if (isLast) Finish(to, marker);
            return moves;
        }
        finally
        {
            from.Rollback();
        }
    }

    /// <summary>A database is the one that was made at that time, wherever its file is now.</summary>
    private static string Identity(Session session) => $"SQLite database made at {session.Scalar("SELECT applied_at FROM schema_versions WHERE version = 1")}";

    private static TableMove Move(MovedTable table, Session from, Session to, CancellationToken stop)
    {
        var (rows, copied, parts, sums) = (0L, 0L, 0, new StringBuilder());
        foreach (var part in table.Parts(from, to))
        {
            stop.ThrowIfCancellationRequested();
            var (wanted, isCopied) = (part.Read(from), false);
            if (part.Read(to) != wanted) (wanted, isCopied) = (CopyWhole(part, from, to), true);
            rows += wanted.Rows;
            if (isCopied) copied += wanted.Rows;
            parts++;
            sums.Append(wanted.Checksum);
        }
        return new TableMove(table.Name, rows, copied, parts, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(sums.ToString()))));
    }

    /// <summary>Copies a part and reads it back before it counts.</summary>
    private static PartSum CopyWhole(MovedPart part, Session from, Session to) => to.Transact(_ =>
    {
        // What triggers would keep is copied itself, and the audit log is not to be deleted from.
        to.Execute($"ALTER TABLE {part.Table.Name} DISABLE TRIGGER USER");
        var copied = part.Copy(from, to);
        if (part.Read(to) is var there && there != copied)
        {
            throw new StorageException(
                StorageProblem.Corrupt,
                $"{part.Table.Name} ({part.Name}) is not what was copied: {copied.Rows} rows with checksum {copied.Checksum[..12]} went, {there.Rows} with {there.Checksum[..12]} came",
                "Nothing of this part was written; please report this.");
        }
        to.Execute($"ALTER TABLE {part.Table.Name} ENABLE TRIGGER USER");
        return copied;
    });

    private void Finish(Session to, MoveMarker marker) => to.Transact(_ =>
    {
        foreach (var (table, column) in Numbered)
            to.Execute($"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), coalesce(max({column}), 0) + 1, false) FROM {table}");
        marker.Finish(time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
        return true;
    });
}
