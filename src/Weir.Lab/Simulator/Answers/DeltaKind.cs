namespace Weir.Lab.Simulator.Answers;

/// <summary>What one step adds to a choice.</summary>
internal enum DeltaKind
{
    Role,
    Thinking,
    Text,
    CallStart,
    CallArguments,
    Finish,
}
