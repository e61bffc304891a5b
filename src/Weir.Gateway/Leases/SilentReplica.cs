namespace Weir.Gateway.Leases;

/// <summary>A life that another replica has not seen a sign of.</summary>
/// <param name="Sign">The last one that was seen: if there is another by now, nothing follows from this.</param>
/// <param name="For">For how long, by the clock of the one who says so.</param>
internal readonly record struct SilentReplica(LifeSign Sign, TimeSpan For);
