using Weir.Cli.Output;
using Weir.Gateway.Audit;
using Weir.Gateway.Pricing.Catalogues;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Prices;

/// <summary>Notes in the audit log that prices were taken over, and that costs were computed anew.</summary>
internal static class PricesAudit
{
    /// <summary>Names that an entry lists; the file has all of them.</summary>
    private const int MostNamed = 20;

    /// <summary>Prices are in a file: where no gateway has run yet, there is no log that could say that they were taken over.</summary>
    public static void Imported(StoragePlace data, string source, string target, IReadOnlyList<PriceChange> written, string? reason)
    {
        try
        {
            using var database = data.Open(TimeProvider.System, create: false);
            Imported(database, source, target, written, reason);
        }
        catch (StorageException missing) when (missing.Problem == StorageProblem.Missing)
        {
            // No gateway has run here.
        }
    }

    private static void Imported(Database database, string source, string target, IReadOnlyList<PriceChange> written, string? reason)
    {
        var names = string.Join(", ", written.Take(MostNamed).Select(change => change.Name));
        Write(database, AuditActions.PricesImport, Path.GetFullPath(target), reason, $"{Show.Count(written.Count, "model")} from {source}: {names}{(written.Count > MostNamed ? ", …" : "")}");
    }

    /// <summary>
    /// Noted before the first cost is written, since a command can be stopped halfway, and once more when all are. It has been
    /// done page by page: what was written stays written.
    /// </summary>
    public static void Recomputed(Database database, TimeSpan? since, string? reason, string details) =>
        Write(database, AuditActions.PricesRecompute, since is { } span ? $"calls since {Show.Iso(TimeProvider.System.GetUtcNow() - span)}" : "all calls", reason, details);

    private static void Write(Database database, string action, string target, string? reason, string details) => new AuditLog(database).Write(new AuditEntry
    {
        At = TimeProvider.System.GetUtcNow(),
        Actor = Environment.UserName,
        Action = action,
        Object = target,
        Reason = reason,
        Details = details,
    });
}
