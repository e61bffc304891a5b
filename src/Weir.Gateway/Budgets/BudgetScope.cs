using Weir.Gateway.Ledger;

namespace Weir.Gateway.Budgets;

/// <summary>Whose spending a budget is about; what is null may be anything.</summary>
internal sealed record BudgetScope
{
    public string? Tenant { get; init; }

    public string? Feature { get; init; }

    /// <summary>A key's identifier.</summary>
    public string? Key { get; init; }

    public string? User { get; init; }

    public string? Session { get; init; }

    public string? Tag { get; init; }

    /// <summary>What attempts are made for.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Whether what a spender spends counts.</summary>
    public bool Covers(in Spender spender) =>
        (Tenant is null || Tenant == spender.Tenant)
        && (Feature is null || Feature == spender.Feature)
        && (Key is null || Key == spender.KeyId)
        && (User is null || User == spender.User)
        && (Session is null || Session == spender.Session)
        && (Origin is null || Origin == spender.Origin)
        && (Tag is null || spender.HasTag(Tag));
}
