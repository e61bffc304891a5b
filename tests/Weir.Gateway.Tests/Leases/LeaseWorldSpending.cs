using Weir.Gateway.Leases;

namespace Weir.Gateway.Tests.Leases;

/// <summary>What a call has spent, and the ledger has or does not have yet.</summary>
internal sealed record LeaseWorldSpending(long Id, LeaseWorldCounter Counter, decimal Amount, ReplicaLife Life)
{
    /// <summary>Whether it is on the machine's disk, because the ledger could not be reached.</summary>
    public bool IsOnDisk { get; set; }

    /// <summary>Whether it went with its machine, unless it was on its way to the ledger.</summary>
    public bool IsLost { get; set; }
}
