namespace Weir.Gateway.Leases;

/// <summary>What the authority says to a replica.</summary>
/// <param name="Number">Of the request that it answers.</param>
/// <param name="Answer">What became of the request; there is more only where it was heard.</param>
/// <param name="Lapses">How often something has expired that the replica held.</param>
/// <param name="Others">Signs of all others that live, or have left something that has not expired.</param>
/// <param name="Items">Those that were asked about, and those of which something is asked back.</param>
internal sealed record LeaseReply(long Number, LeaseAnswer Answer, long Lapses, IReadOnlyList<LifeSign> Others, IReadOnlyList<LeaseState> Items)
{
    public static LeaseReply Empty(long number, LeaseAnswer answer) => new(number, answer, 0, [], []);
}
