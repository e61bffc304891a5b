namespace Weir.Gateway.Faults;

/// <summary>Where in its life a fault is.</summary>
internal enum FaultPhase
{
    /// <summary>Its time has not come.</summary>
    Waiting,

    /// <summary>It touches calls.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Over,

    /// <summary>An operator has ended it before its time.</summary>
    Stopped,
}
