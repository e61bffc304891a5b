namespace Weir.Gateway.Budgets;

/// <summary>A step that a counter has reached.</summary>
/// <param name="Account">The counter, which stays in memory until <see cref="BudgetBook.Told"/>.</param>
/// <param name="Budget">The counter's budget as it was configured then.</param>
/// <param name="Name">The step's name, which the database knows it by: <c>0.8 notify</c>, or <c>grace</c>.</param>
/// <param name="Step">The step; null for the beginning of a grace.</param>
/// <param name="Figures">How the counter stood.</param>
/// <param name="Row">The counter's row.</param>
/// <param name="At">When, microseconds since the Unix epoch.</param>
internal sealed record ReachedStep(BudgetAccount Account, BudgetModel Budget, string Name, BudgetStep? Step, BudgetFigures Figures, SpentKey Row, long At);
