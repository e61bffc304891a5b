namespace Weir.Gateway.Leases;

/// <summary>
/// Where all replicas' leases are. Whatever becomes of replicas and messages, what is spent and what is leased are never more
/// together than the limit. Blocking, and may be called by several threads.
/// </summary>
internal interface ILeaseAuthority
{
    /// <summary>Begins another life of a replica: from now on nothing is heard of those before, and nothing of theirs reaches the ledger.</summary>
    /// <returns>The life's number, greater than all before.</returns>
    long Register(string replica);

    /// <summary>Frees what earlier lives of a replica have leased. Everything that they have spent has to be in the ledger.</summary>
    void Release(ReplicaLife life);

    /// <summary>Hears a request, and grants what there is.</summary>
    LeaseReply Exchange(LeaseRequest request);

    /// <summary>Frees what a replica has leased that will never come back. What it spent that is not in the ledger by then may exceed limits.</summary>
    /// <returns>Whether there was one.</returns>
    bool Forget(string replica);
}
