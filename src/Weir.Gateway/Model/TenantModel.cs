using System.Collections.Frozen;

namespace Weir.Gateway.Model;

/// <summary>Who pays.</summary>
/// <param name="Name">Unique name, as keys refer to it.</param>
/// <param name="Regions">Where its calls may be answered; null means anywhere.</param>
internal sealed record TenantModel(string Name, FrozenSet<string>? Regions = null);
