namespace Weir.Gateway.Leases;

/// <summary>One counter: what all have spent of it, and what each has leased.</summary>
internal sealed class LeaseCounter
{
    /// <summary>What the ledger says was spent, and counts.</summary>
    public decimal Spent { get; set; }

    public Dictionary<ReplicaLife, LeaseRow> Rows { get; } = [];
}
