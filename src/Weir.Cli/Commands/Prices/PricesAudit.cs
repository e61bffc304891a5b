using Weir.Cli.Output;
using Weir.Gateway.Audit;
using Weir.Gateway.Pricing.Catalogues;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Prices;

/// <summary>Notes in the audit log that prices were taken over. They are in a file: where no gateway has run yet, there is no log that could say so.</summary>
internal static class PricesAudit
{
    /// <summary>Names that an entry lists; the file has all of them.</summary>
    private const int MostNamed = 20;

    public static void Note(string data, string source, string target, IReadOnlyList<PriceChange> written, string? reason)
    {
        if (!File.Exists(Path.Combine(data, Database.FileName))) return;
        using var database = Database.Open(data, TimeProvider.System, create: false);
        var names = string.Join(", ", written.Take(MostNamed).Select(change => change.Name));
        new AuditLog(database).Write(new AuditEntry
        {
            At = TimeProvider.System.GetUtcNow(),
            Actor = Environment.UserName,
            Action = AuditActions.PricesImport,
            Object = Path.GetFullPath(target),
            Reason = reason,
            Details = $"{Show.Count(written.Count, "model")} from {source}: {names}{(written.Count > MostNamed ? ", …" : "")}",
        });
    }
}
