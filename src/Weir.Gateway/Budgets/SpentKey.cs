namespace Weir.Gateway.Budgets;

/// <summary>Names a row of <c>budget_spent</c>.</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Definition">What it counts.</param>
/// <param name="Subject">Which of its counters.</param>
/// <param name="WindowStart">The window's first microsecond since the Unix epoch; that of a part for a rolling one.</param>
internal readonly record struct SpentKey(string Budget, string Definition, string Subject, long WindowStart);
