namespace Weir.Lab.Drills.Scenes;

/// <summary>The objectives that scenes are made of.</summary>
internal static class Demand
{
    /// <summary>A call that took longer than this to its first text, once all is well again, still suffers.</summary>
    private static readonly TimeSpan Suffering = TimeSpan.FromSeconds(3);

    /// <summary>Nobody was told that something else than the answer is the answer.</summary>
    public static Objective NothingDishonest { get; } =
        new("half answers passed off as whole", ObjectiveUnit.Count, 0, result => result.Calls.Count(call => call.Reply.IsDishonest));

    /// <summary>Every call is in the ledger, once.</summary>
    public static Objective EveryCallInTheLedger { get; } =
        new("calls missing from the ledger, or in it twice", ObjectiveUnit.Count, 0, result => Math.Abs(result.Calls.Count + result.JobCalls.Count - result.LedgerRows));

    public static Objective Whole(double share) => new(
        "calls answered whole", ObjectiveUnit.Share, share, result => result.Calls.Count(call => call.Reply.IsWhole) / (double)result.Calls.Count) { IsLeast = true };

    public static Objective FirstToken(double seconds) => new(
        "time to first token, p99", ObjectiveUnit.Seconds, seconds, result => SceneResult.Quantile(result.Calls.Select(call => call.FirstToken), 0.99));

    /// <summary>Of each phase, and the worst of them.</summary>
    public static Objective FirstTokenThroughout(double seconds) => new(
        "users' time to first token, p95, in the worst phase", ObjectiveUnit.Seconds, seconds, result => Enumerable.Range(0, result.Scene.Phases.Count)
            .Max(phase => SceneResult.Quantile(result.CallsOf(phase).Select(call => call.FirstToken), 0.95)));

    /// <summary>How much of what users left of the providers' slots the jobs have used.</summary>
    public static Objective LeftoverUsed(double share) => new(
        "leftover capacity that the jobs have used", ObjectiveUnit.Share, share, result => Leftover.UsedOf(result)) { IsLeast = true };

    public static Objective JobsWhole { get; } = new(
        "jobs' calls that failed", ObjectiveUnit.Count, 0, result => result.JobCalls.Count(call => !call.Reply.IsWhole));

    public static Objective LongestWait(double seconds) => new(
        "longest wait for an end", ObjectiveUnit.Seconds, seconds, result => SceneResult.Quantile(result.Calls.Select(call => call.Whole), 1));

    public static Objective Attempts(double perCall) => new(
        "attempts per call", ObjectiveUnit.PerCall, perCall, result => result.Attempts.Values.Sum(attempts => attempts.Count) / (double)result.Calls.Count);

    /// <summary>How long after everything is well again a call still fails or is slow.</summary>
    public static Objective UsersRecovered(double seconds) => new("users suffer after the recovery", ObjectiveUnit.Seconds, seconds, Suffered);

    /// <summary>How long after everything is well again every provider has answered a call.</summary>
    public static Objective ProvidersBack(double seconds) => new("all providers in use after the recovery", ObjectiveUnit.Seconds, seconds, BackAfter);

    private static double Suffered(SceneResult result)
    {
        var recovery = result.Scene.RecoveryStart;
        var last = result.Calls.LastOrDefault(call => call.Intended >= recovery && (!call.Reply.IsWhole || call.FirstToken > Suffering));
        return last is null ? 0 : (last.Intended - recovery).TotalSeconds;
    }

    private static double BackAfter(SceneResult result)
    {
        var recovery = result.Started + result.Scene.RecoveryStart;
        return result.Attempts.Values.Max(attempts => attempts.FirstOrDefault(attempt => attempt.IsAnswered && attempt.At >= recovery) is { } first
            ? (first.At - recovery).TotalSeconds
            : double.PositiveInfinity);
    }
}
