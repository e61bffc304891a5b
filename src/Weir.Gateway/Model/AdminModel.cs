using Weir.Gateway.Identity;

namespace Weir.Gateway.Model;

/// <summary>Who may use the admin API.</summary>
/// <param name="Key">The hash of the key that it asks for.</param>
internal sealed record AdminModel(KeyHash Key);
