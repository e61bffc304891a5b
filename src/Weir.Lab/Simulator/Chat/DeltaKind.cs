namespace Weir.Lab.Simulator.Chat;

/// <summary>What one chunk adds to a choice.</summary>
internal enum DeltaKind
{
    Role,
    Text,
    CallStart,
    CallArguments,
    Finish,
}
