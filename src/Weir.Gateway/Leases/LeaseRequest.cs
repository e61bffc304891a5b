namespace Weir.Gateway.Leases;

/// <summary>What a replica says to the authority. Sums only ever grow, so that it does not matter which messages are lost or come twice.</summary>
/// <param name="Life">Who asks.</param>
/// <param name="Number">Grows with every request of a life.</param>
/// <param name="Silent">Of whom the replica has not seen a sign for as long as a lease lasts.</param>
/// <param name="Items">Counters with news, in the order of their keys.</param>
internal sealed record LeaseRequest(ReplicaLife Life, long Number, IReadOnlyList<SilentReplica> Silent, IReadOnlyList<LeaseWish> Items);
