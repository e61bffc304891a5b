namespace Weir.Gateway.Leases;

/// <summary>Where it stands what was spent of a counter.</summary>
internal enum LeaseSource
{
    /// <summary>Nowhere: nothing of it is ever spent, only in use.</summary>
    None,

    /// <summary>As dollars in what the ledger's transaction adds up for budgets.</summary>
    Cost,

    /// <summary>As tokens in the same place.</summary>
    Tokens,
}
