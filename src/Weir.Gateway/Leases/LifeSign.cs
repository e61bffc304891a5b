namespace Weir.Gateway.Leases;

/// <summary>A sign of life: a replica's last request.</summary>
/// <param name="Life">Whose.</param>
/// <param name="Number">The request's.</param>
internal readonly record struct LifeSign(ReplicaLife Life, long Number);
