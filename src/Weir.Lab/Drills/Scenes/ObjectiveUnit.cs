namespace Weir.Lab.Drills.Scenes;

/// <summary>How an objective's value is shown.</summary>
internal enum ObjectiveUnit
{
    /// <summary>A share of the whole, from 0 to 1.</summary>
    Share,

    /// <summary>A length of time.</summary>
    Seconds,

    /// <summary>A number of things for each call.</summary>
    PerCall,

    /// <summary>A number of things.</summary>
    Count,
}
