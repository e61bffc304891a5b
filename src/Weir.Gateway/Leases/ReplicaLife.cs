namespace Weir.Gateway.Leases;

/// <summary>One life of a replica, from its start to its end.</summary>
/// <param name="Replica">Which replica: it keeps its name in its data directory.</param>
/// <param name="Epoch">Grows with every start, from <see cref="ILeaseAuthority.Register"/>.</param>
internal readonly record struct ReplicaLife(string Replica, long Epoch);
