namespace Weir.Gateway.Budgets;

/// <summary>A counter that has left memory, as it stood then.</summary>
/// <param name="Subject">Which one.</param>
/// <param name="Key">Its window's first microsecond since the Unix epoch; 0 for a rolling one.</param>
/// <param name="Spent">What was spent.</param>
/// <param name="Until">When less of it counts; null for never.</param>
internal sealed record CounterLeft(string Subject, long Key, Amount Spent, long? Until);
