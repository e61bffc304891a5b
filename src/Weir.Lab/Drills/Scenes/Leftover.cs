namespace Weir.Lab.Drills.Scenes;

/// <summary>What the users of a scene leave of its providers' slots, and what the jobs beside them use of it.</summary>
internal static class Leftover
{
    /// <summary>The share that was used, of the time in which the jobs asked: 0 to 1; not a number where there are no slots or no jobs.</summary>
    public static double UsedOf(SceneResult result)
    {
        if (result.Scene is not { Slots: { } slots, Jobs: { } jobs }) return double.NaN;
        var (from, to) = (result.Started + result.Scene.StartOf(jobs.From), result.Started + result.Scene.StartOf(jobs.To));
        var whole = slots * result.Attempts.Count * (to - from).TotalSeconds;
        var (ofJobs, ofUsers) = (0.0, 0.0);
        foreach (var attempt in result.Attempts.Values.SelectMany(attempts => attempts))
        {
            var busy = Overlap(attempt.Request.BegunAt, attempt.Request.EndedAt ?? to, from, to);
            if (attempt.IsOfJob) ofJobs += busy;
            else ofUsers += busy;
        }
        return ofJobs / (whole - ofUsers);
    }

    private static double Overlap(DateTimeOffset begun, DateTimeOffset ended, DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (begun > from ? begun : from, ended < to ? ended : to);
        return end > start ? (end - start).TotalSeconds : 0;
    }
}
