namespace Weir.Gateway.Budgets;

/// <summary>A counter as it stands on disk.</summary>
/// <param name="Spent">What was spent, and from when on the window or part of it counts, in microseconds since the Unix epoch.</param>
/// <param name="Steps">The steps that were reached, and when.</param>
internal sealed record CounterRow(IReadOnlyList<(long WindowStart, Amount Amount)> Spent, IReadOnlyList<(string Name, long At)> Steps);
