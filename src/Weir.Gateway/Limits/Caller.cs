using Weir.Gateway.Ledger;

namespace Weir.Gateway.Limits;

/// <summary>Who calls, as limits tell callers apart.</summary>
/// <param name="Tenant">Who pays.</param>
/// <param name="Feature">For which part of the product, or null.</param>
/// <param name="KeyId">With which key.</param>
/// <param name="User">For whom, or null.</param>
/// <param name="Session">In which conversation, or null.</param>
/// <param name="Ip">From which address (<see cref="ClientAddress"/>); null where no limit asks or nobody knows.</param>
/// <param name="Model">The model that is asked for, or null.</param>
/// <param name="Origin">What the call is made for.</param>
internal readonly record struct Caller(string Tenant, string? Feature, string KeyId, string? User, string? Session, string? Ip, string? Model, Origin Origin)
{
    /// <summary>What it is in a dimension; null where the call does not say.</summary>
    public string? In(LimitDimension dimension) => dimension switch
    {
        LimitDimension.Tenant => Tenant,
        LimitDimension.Feature => Feature,
        LimitDimension.Key => KeyId,
        LimitDimension.User => User,
        LimitDimension.Session => Session,
        LimitDimension.Ip => Ip,
        LimitDimension.Model => Model,
        _ => OriginNames.Of(Origin),
    };
}
