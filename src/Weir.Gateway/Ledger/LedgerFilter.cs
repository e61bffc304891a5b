namespace Weir.Gateway.Ledger;

/// <summary>Which calls to read. Null means any.</summary>
internal sealed record LedgerFilter(string? Tenant = null, string? Model = null, Outcome? Outcome = null, DateTimeOffset? Since = null)
{
    public static LedgerFilter Any { get; } = new();
}
