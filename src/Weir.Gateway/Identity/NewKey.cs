using Weir.Gateway.Ledger;
using Weir.Gateway.Model;

namespace Weir.Gateway.Identity;

/// <summary>What a key is to be.</summary>
/// <param name="Name">Unique among the keys that are good.</param>
/// <param name="Tenant">Who pays for its calls.</param>
/// <param name="Feature">The feature of all its calls, or null.</param>
/// <param name="Models">The models that it may ask for; null means all.</param>
/// <param name="CreatedBy">Who makes it, or null.</param>
internal sealed record NewKey(string Name, string Tenant, string? Feature = null, IReadOnlyList<string>? Models = null, string? CreatedBy = null)
{
    /// <summary>Why it is made, for the audit log; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What all its calls are made for; null leaves that to callers.</summary>
    public Origin? Origin { get; init; }

    /// <summary>The longest that a call with it may take, 100 ms to a day; null leaves that to the model and the gateway.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The priority of calls that ask for no lower one.</summary>
    public CallPriority Priority { get; init; } = CallPriority.Normal;

    /// <summary>How much may be asked for with it; null for no limit of its own.</summary>
    public QuotaModel? Limits { get; init; }
}
