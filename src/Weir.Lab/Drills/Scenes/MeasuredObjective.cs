namespace Weir.Lab.Drills.Scenes;

/// <summary>An objective, and what was measured of it.</summary>
/// <param name="Objective">What was demanded.</param>
/// <param name="Value">What was measured.</param>
internal sealed record MeasuredObjective(Objective Objective, double Value)
{
    public bool IsMet => Objective.IsMet(Value);
}
