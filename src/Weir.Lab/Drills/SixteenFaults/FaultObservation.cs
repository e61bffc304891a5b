namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>What was seen while a fault was played, from both sides of the gateway.</summary>
/// <param name="Started">When the first call was made.</param>
/// <param name="Replies">What the client saw, in the order of its calls.</param>
/// <param name="Primary">What the primary upstream saw.</param>
/// <param name="Fallback">What the fallback saw.</param>
internal sealed record FaultObservation(
    DateTimeOffset Started, IReadOnlyList<DrillReply> Replies, IReadOnlyList<UpstreamAttempt> Primary, IReadOnlyList<UpstreamAttempt> Fallback)
{
    /// <summary>The first call's answer; most faults have no other.</summary>
    public DrillReply Reply => Replies[0];

    /// <summary>How many attempts reached an upstream within a time.</summary>
    public static int Within(IEnumerable<UpstreamAttempt> attempts, DateTimeOffset started, TimeSpan time) =>
        attempts.Count(attempt => attempt.At - started <= time);

    /// <summary>Attempts on either upstream within a time from the start.</summary>
    public int AttemptsWithin(TimeSpan time) => Within(Primary, Started, time) + Within(Fallback, Started, time);
}
