namespace Weir.Gateway.Leases;

/// <summary>What one replica holds and wishes of a counter.</summary>
/// <param name="Held">What it was granted and has neither returned nor spent.</param>
/// <param name="Used">What is in use of it, as it has said.</param>
/// <param name="Need">What would have to be free at once for the first who waits.</param>
/// <param name="Want">What it would like to hold.</param>
/// <param name="Since">Orders those in need: who waits longest has the smallest.</param>
/// <param name="IsHeard">Whether it is heard of; what nobody hears of keeps what it holds, and gets nothing.</param>
internal record struct LeaseClaim(decimal Held, decimal Used, decimal Need, decimal Want, long Since, bool IsHeard)
{
    /// <summary>What it is to hold (<see cref="LeaseDivision"/>).</summary>
    public decimal Target { get; set; }

    /// <summary>What is to be asked back from it.</summary>
    public decimal Excess { get; set; }

    /// <summary>What it needs at least for the first who waits.</summary>
    public readonly decimal Least => Math.Min(Used, Held) + Need;
}
