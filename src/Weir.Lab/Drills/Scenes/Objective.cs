using System.Globalization;

namespace Weir.Lab.Drills.Scenes;

/// <summary>Something that is demanded of a gateway, as a number with a bound.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">How it is shown.</param>
/// <param name="Limit">The bound; itself still good.</param>
/// <param name="Measure">The number; not a number where there was nothing to measure, which misses the objective.</param>
internal sealed record Objective(string Name, ObjectiveUnit Unit, double Limit, Func<SceneResult, double> Measure)
{
    /// <summary>More is better. Default: less is.</summary>
    public bool IsLeast { get; init; }

    /// <summary>The bound in words.</summary>
    public string Wanted => $"at {(IsLeast ? "least" : "most")} {Show(Limit)}";

    public bool IsMet(double measured) => IsLeast ? measured >= Limit : measured <= Limit;

    /// <summary>A value of this objective as people read it.</summary>
    public string Show(double value) => Unit switch
    {
        _ when double.IsPositiveInfinity(value) => "never",
        _ when double.IsNaN(value) => "nothing to measure",
        ObjectiveUnit.Share => value.ToString("P2", CultureInfo.InvariantCulture),
        ObjectiveUnit.Seconds => value.ToString("0.00", CultureInfo.InvariantCulture) + " s",
        ObjectiveUnit.PerCall => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };
}
