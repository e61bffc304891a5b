namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>How a gateway took one of the faults.</summary>
/// <param name="Case">The fault.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Missed">What should have held and did not, in words.</param>
internal sealed record FaultResult(FaultCase Case, FaultObservation Seen, IReadOnlyList<string> Missed)
{
    public bool IsPassed => Missed.Count == 0;

    public static FaultResult Of(FaultCase played, FaultObservation seen) =>
        new(played, seen, [.. played.Expected.Where(expected => !expected.Holds(seen)).Select(expected => expected.Text)]);
}
