namespace Weir.Gateway.Identity;

/// <summary>What a key is to be.</summary>
/// <param name="Name">Unique among the keys that are good.</param>
/// <param name="Tenant">Who pays for its calls.</param>
/// <param name="Feature">The feature of all its calls, or null.</param>
/// <param name="Models">The models that it may ask for; null means all.</param>
/// <param name="CreatedBy">Who makes it, or null.</param>
internal sealed record NewKey(string Name, string Tenant, string? Feature = null, IReadOnlyList<string>? Models = null, string? CreatedBy = null);
