using Weir.Gateway.Ledger;

namespace Weir.Gateway.Budgets;

/// <summary>Who spends, as a call says it and its row in the ledger too: what was spent is counted in the same way from both.</summary>
/// <param name="Tenant">Who pays.</param>
/// <param name="Feature">For which part of the product, or null.</param>
/// <param name="KeyId">With which key.</param>
/// <param name="User">For whom, or null.</param>
/// <param name="Session">In which conversation, or null.</param>
/// <param name="Origin">What the call, or one of its attempts, is made for.</param>
/// <param name="Tags">The tags as the client wrote them, separated by commas; or null.</param>
internal readonly record struct Spender(string? Tenant, string? Feature, string? KeyId, string? User, string? Session, Origin Origin, string? Tags)
{
    /// <summary>Tags that count; a client that writes more spends under the first of them.</summary>
    public const int MostTags = 16;

    public static Spender Of(CallRecord call) => new(call.Tenant, call.Feature, call.KeyId, call.User, call.Session, call.Origin, call.Tags);

    /// <summary>What it is in a dimension that has one value; null where the call does not say.</summary>
    public string? In(BudgetDimension dimension) => dimension switch
    {
        BudgetDimension.Tenant => Tenant,
        BudgetDimension.Feature => Feature,
        BudgetDimension.Key => KeyId,
        BudgetDimension.User => User,
        BudgetDimension.Session => Session,
        BudgetDimension.Origin => OriginNames.Of(Origin),
        _ => Tags,
    };

    /// <summary>Whether a tag is among the call's.</summary>
    public bool HasTag(string tag)
    {
        foreach (var part in Tags.AsSpan().Split(','))
            if (Tags.AsSpan()[part].Trim().SequenceEqual(tag)) return true;
        return false;
    }
}
