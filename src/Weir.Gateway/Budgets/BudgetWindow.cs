namespace Weir.Gateway.Budgets;

/// <summary>A time in which a budget's limit may be spent once.</summary>
/// <param name="Start">Its first microsecond since the Unix epoch.</param>
/// <param name="End">The first microsecond after it; <see cref="long.MaxValue"/> for one that never ends.</param>
internal sealed record BudgetWindow(long Start, long End)
{
    public bool Contains(long at) => at >= Start && at < End;
}
