using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>What attempts used and cost together. Negative where something is to be taken off.</summary>
internal sealed class CostSums
{
    private UsageCounts _usage;

    /// <summary>Calls that ended with one of the attempts, or had none.</summary>
    public long Calls { get; set; }

    public long Attempts { get; set; }

    public UsageCounts Usage
    {
        get => _usage;
        set => _usage = value;
    }

    /// <summary>Attempts with a usage whose cost is not known.</summary>
    public long Uncosted { get; set; }

    /// <summary>Attempts whose usage is Weir's estimate.</summary>
    public long Estimated { get; set; }

    /// <summary>US dollars.</summary>
    public ExactDecimal Cost { get; set; }

    /// <summary>US dollars that providers' prompt caches saved.</summary>
    public ExactDecimal Saved { get; set; }

    /// <param name="attempt">What is counted; null for a call without attempts.</param>
    /// <param name="endsCall">Whether its call ended with it.</param>
    /// <param name="times">1, or -1 to take it off.</param>
    public void Add(AttemptRecord? attempt, bool endsCall, int times)
    {
        if (endsCall) Calls += times;
        if (attempt is null) return;
        Attempts += times;
        _usage.Add(UsageCounts.Of(attempt.Usage), times);
        if (attempt.Cost is null && attempt.UsageSource.HasCounts()) Uncosted += times;
        if (attempt.UsageSource == UsageSource.Estimated) Estimated += times;
        if (attempt.Cost is { } cost) Cost = times > 0 ? Cost + ExactDecimal.Of(cost) : Cost - ExactDecimal.Of(cost);
        if (attempt.Saved is { } saved) Saved = times > 0 ? Saved + ExactDecimal.Of(saved) : Saved - ExactDecimal.Of(saved);
    }

    /// <summary>Makes it nothing again, to be used anew.</summary>
    public void Clear()
    {
        (Calls, Attempts, Uncosted, Estimated, Cost, Saved) = (0, 0, 0, 0, default, default);
        _usage = default;
    }
}
