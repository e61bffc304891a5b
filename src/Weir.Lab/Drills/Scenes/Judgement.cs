namespace Weir.Lab.Drills.Scenes;

/// <summary>What a scene says of the gateway that was in it.</summary>
internal enum Judgement
{
    /// <summary>It met every objective.</summary>
    Met,

    /// <summary>It missed one.</summary>
    Missed,

    /// <summary>Nothing: an objective was missed, and that may be for want of a machine that keeps up with the drill.</summary>
    Invalid,
}
