namespace Weir.Lab.Simulator.Faults;

/// <summary>
/// Leaves a started response unfinished: Kestrel answers an exception at that point by sending what was written and closing
/// the connection without the end of the body, which is exactly the fault that is wanted.
/// </summary>
internal sealed class SimulatedCutException() : Exception("The answer is cut on demand.");
