namespace Weir.Gateway.Leases;

/// <summary>What a lease of a counter means. All replicas have the same terms for a counter.</summary>
/// <param name="Lag">
/// For how long after the lease's end what was leased may still count: the window of a rate, the longest call that a slot is held
/// for. Null for what never comes back by itself (money: who holds it may be spending it where nobody sees it).
/// </param>
/// <param name="Portion">The largest share of the limit that a replica wants ahead of need, 0 to 1: what it would leave in doubt should it never come back.</param>
/// <param name="Step">What is not divided any further, in the counter's unit.</param>
/// <param name="Source">Where it stands what was spent.</param>
internal sealed record LeaseTerms(TimeSpan? Lag, decimal Portion, decimal Step, LeaseSource Source)
{
    /// <summary>How long a lease holds after it was asked for, unless it is renewed.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>How long before that its holder stops: no two clocks run equally fast.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    /// <summary>How often a replica is heard of, at least.</summary>
    public static readonly TimeSpan Refresh = TimeSpan.FromSeconds(3);

    /// <summary>Dollars of a budget.</summary>
    public static LeaseTerms Money { get; } = new(null, 1 / 16m, 0.000_001m, LeaseSource.Cost);

    /// <summary>Tokens of a budget.</summary>
    public static LeaseTerms Tokens { get; } = new(null, 1 / 16m, 1, LeaseSource.Tokens);

    /// <summary>Amounts in a sliding minute.</summary>
    public static LeaseTerms Minute { get; } = new(TimeSpan.FromMinutes(1), 1, 1, LeaseSource.None);

    /// <summary>Slots of concurrency.</summary>
    /// <param name="longestCall">How long one can be held at most.</param>
    public static LeaseTerms Slots(TimeSpan longestCall) => new(longestCall, 1, 1, LeaseSource.None);

    /// <summary>Whether what is leased comes back when its holder is not heard of any more.</summary>
    public bool Expires => Lag is not null;
}
