namespace Weir.Lab.Simulator.Faults;

/// <summary>One fault that the simulator can show.</summary>
/// <param name="Name">As written in <c>x-sim-fault: NAME:ARGUMENT</c> and in the model name <c>sim-fault-NAME-ARGUMENT</c>.</param>
/// <param name="Argument">The form of the argument, empty when there is none.</param>
/// <param name="Description">What the client sees.</param>
public sealed record FaultDescription(string Name, string Argument, string Description)
{
    internal FaultKind Kind { get; init; }

    internal FaultArgument Form { get; init; }

    /// <summary>The count, status or milliseconds that hold when the argument is left out.</summary>
    internal int Default { get; init; }
}
