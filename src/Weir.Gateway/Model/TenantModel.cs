namespace Weir.Gateway.Model;

/// <summary>Who pays.</summary>
/// <param name="Name">Unique name, as keys refer to it.</param>
internal sealed record TenantModel(string Name);
