namespace Weir.Gateway.Leases;

/// <summary>What is known of one life of a replica.</summary>
/// <param name="number">The last request that was heard of it.</param>
/// <param name="lapses">How often something has expired that it held.</param>
internal sealed class LeaseLife(long number = 0, long lapses = 0)
{
    public long Number { get; private set; } = number;

    public long Lapses { get; private set; } = lapses;

    /// <summary>Whether it is to be written.</summary>
    public bool IsChanged { get; private set; }

    public void Hear(long request) => (Number, IsChanged) = (request, true);

    public void CountLapse() => (Lapses, IsChanged) = (Lapses + 1, true);
}
