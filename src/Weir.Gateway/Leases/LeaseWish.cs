namespace Weir.Gateway.Leases;

/// <summary>What a replica has to say about one counter.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Opened">Which slice of it this is: a later one has a greater number, and nothing of what an earlier one held.</param>
/// <param name="Terms">What a lease of it means.</param>
/// <param name="Rows">Where it stands what was spent and counts: the first and the last beginning of a window, in microseconds since the Unix epoch.</param>
/// <param name="Limit">What all may use together, as the replica is configured.</param>
/// <param name="Returned">What it has given back, from the beginning.</param>
/// <param name="Used">What is in use of what it holds.</param>
/// <param name="Need">What would have to be free at once for the first who waits; 0 where nobody waits.</param>
/// <param name="Want">What it would like to hold.</param>
/// <param name="IsLast">Whether it needs the counter no more: nothing is in use, and all that it has spent is in the ledger.</param>
internal readonly record struct LeaseWish(
    LeaseKey Key, long Opened, LeaseTerms Terms, (long From, long To) Rows, decimal Limit, decimal Returned, decimal Used, decimal Need, decimal Want, bool IsLast);
