namespace Weir.Lab.Drills.Scenes;

/// <summary>What was seen of a scene, from the users', the providers' and the ledger's side.</summary>
internal sealed record SceneResult
{
    public required Scene Scene { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Every call, by the time it was meant to be made.</summary>
    public required IReadOnlyList<SceneCall> Calls { get; init; }

    /// <summary>The calls of the jobs beside the users, in the order of their ends; their intended time is when they were made.</summary>
    public IReadOnlyList<SceneCall> JobCalls { get; init; } = [];

    /// <summary>Every attempt, by provider.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<UpstreamAttempt>> Attempts { get; init; }

    /// <summary>Calls in the gateway's ledger.</summary>
    public required int LedgerRows { get; init; }

    /// <summary>The calls that were meant to be made in a phase.</summary>
    public IEnumerable<SceneCall> CallsOf(int phase)
    {
        var (start, end) = (Scene.StartOf(phase), phase + 1 < Scene.Phases.Count ? Scene.StartOf(phase + 1) : TimeSpan.MaxValue);
        return Calls.Where(call => call.Intended >= start && call.Intended < end);
    }

    /// <summary>The value that a share of all values does not exceed, in seconds; not a number when there are none.</summary>
    public static double Quantile(IEnumerable<TimeSpan> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min((int)(share * sorted.Count), sorted.Count - 1)].TotalSeconds;
    }
}
