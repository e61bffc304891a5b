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
        new("calls missing from the ledger, or in it twice", ObjectiveUnit.Count, 0, result => Math.Abs(result.Calls.Count - result.LedgerRows));

    public static Objective Whole(double share) => new(
        "calls answered whole", ObjectiveUnit.Share, share, result => result.Calls.Count(call => call.Reply.IsWhole) / (double)result.Calls.Count) { IsLeast = true };

    public static Objective FirstToken(double seconds) => new(
        "time to first token, p99", ObjectiveUnit.Seconds, seconds, result => SceneResult.Quantile(result.Calls.Select(call => call.FirstToken), 0.99));

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
