namespace Weir.Gateway.Leases;

/// <summary>How a replica's lease of a counter stands. Sums are from the beginning.</summary>
/// <param name="Key">Which counter.</param>
/// <param name="Granted">What it was given.</param>
/// <param name="Returned">What it has given back, and what has expired.</param>
/// <param name="Spent">What the ledger says that it has spent.</param>
/// <param name="SpentInAll">What the ledger says that all have spent; null where nothing was asked about it.</param>
/// <param name="Recalled">Up to where it is asked to give back, as <paramref name="Returned"/> counts; what is in use it keeps.</param>
internal readonly record struct LeaseState(LeaseKey Key, decimal Granted, decimal Returned, decimal Spent, decimal? SpentInAll, decimal Recalled);
