using Weir.Gateway.Ledger;

namespace Weir.Gateway.Limits;

/// <summary>Whose calls a limit is about; what is null may be anything.</summary>
internal sealed record LimitScope
{
    public static readonly LimitScope All = new();

    public string? Tenant { get; init; }

    public string? Feature { get; init; }

    /// <summary>A key's identifier.</summary>
    public string? Key { get; init; }

    public string? User { get; init; }

    /// <summary>A model as clients ask for it.</summary>
    public string? Model { get; init; }

    public Origin? Origin { get; init; }

    /// <summary>Whether a caller's calls count.</summary>
    public bool Covers(in Caller caller) =>
        (Tenant is null || Tenant == caller.Tenant)
        && (Feature is null || Feature == caller.Feature)
        && (Key is null || Key == caller.KeyId)
        && (User is null || User == caller.User)
        && (Model is null || Model == caller.Model)
        && (Origin is null || Origin == caller.Origin);
}
