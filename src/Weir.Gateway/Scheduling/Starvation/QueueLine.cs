namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>How one group fared at a deployment. Averages are over the whole time of the report; waits are microseconds.</summary>
internal sealed record QueueLine
{
    public required QueueGroup Group { get; init; }

    /// <summary>Times that one of its calls wanted a place, retries and hedges included.</summary>
    public required long Calls { get; init; }

    /// <summary>Its calls that were under way or waited at a time, on average.</summary>
    public required double Demand { get; init; }

    /// <summary>Those of them that were under way.</summary>
    public required double Had { get; init; }

    /// <summary>What it had of all that was held, 0 to 1; 0 where nothing was.</summary>
    public required double Share { get; init; }

    /// <summary>Calls that had to wait.</summary>
    public required long Waited { get; init; }

    /// <summary>Half of its calls waited no longer; those that did not wait count.</summary>
    public required long Median { get; init; }

    /// <summary>95 of 100 waited no longer.</summary>
    public required long Percentile95 { get; init; }

    public required long Longest { get; init; }

    /// <summary>Calls that were refused a place, at once or after a wait.</summary>
    public required long Refused { get; init; }

    /// <summary>Calls whose client went away while they waited.</summary>
    public required long GaveUp { get; init; }

    /// <summary>Who held the deployment's places while it waited, those that held most first; together with <see cref="HeldByNobody"/> 1 where it waited.</summary>
    public required IReadOnlyList<HolderShare> HeldBy { get; init; }

    /// <summary>The share of its waiting in which no place was held: it waited for a quota, or for calls that are still under way and not in the ledger.</summary>
    public required double HeldByNobody { get; init; }
}
