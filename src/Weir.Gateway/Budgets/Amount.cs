namespace Weir.Gateway.Budgets;

/// <summary>What was used, or may be: both of the units that a budget can be in.</summary>
/// <param name="Money">US dollars, exact.</param>
/// <param name="Tokens">Input and output tokens together.</param>
internal readonly record struct Amount(decimal Money, long Tokens)
{
    public bool IsNone => Money == 0 && Tokens == 0;

    /// <summary>As a budget counts it.</summary>
    public decimal In(BudgetUnit unit) => unit == BudgetUnit.Money ? Money : Tokens;

    public static Amount operator +(in Amount one, in Amount other) => new(one.Money + other.Money, one.Tokens + other.Tokens);

    public static Amount operator -(in Amount one, in Amount other) => new(one.Money - other.Money, one.Tokens - other.Tokens);
}
