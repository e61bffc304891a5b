using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Who has spent what an attempt cost, as the ledger's rows <c>c</c> of the call and <c>a</c> of the attempt say it.</summary>
internal static class SpenderRow
{
    public const string Columns = "c.started_at, c.tenant, c.feature, c.key_id, c.end_user, c.session, a.origin, c.tags";

    // Arguments are evaluated from left to right, as the columns are read.
    public static (long StartedAt, Spender Spender) Read(Statement row) => (
        row.NextLong(),
        new Spender(row.NextText(), row.NextText(), row.NextText(), row.NextText(), row.NextText(), LedgerRows.ReadOrigin(row), row.NextText()));
}
