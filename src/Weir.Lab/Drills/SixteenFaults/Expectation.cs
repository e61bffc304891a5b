namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>One thing that has to hold when a fault has been played.</summary>
/// <param name="Text">What has to hold, as a sentence without its full stop.</param>
/// <param name="Holds">Whether it does.</param>
internal sealed record Expectation(string Text, Func<FaultObservation, bool> Holds);
