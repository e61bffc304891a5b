namespace Weir.Gateway.Anomalies;

/// <summary>Whose spending is looked at.</summary>
/// <param name="Dimension">What it is.</param>
/// <param name="Tenant">The tenant of a user; empty for the others, which stand for themselves.</param>
/// <param name="Value">The tenant, feature or user by name, the key by identifier.</param>
internal readonly record struct SpendSubject(SpendDimension Dimension, string Tenant, string Value)
{
    /// <summary>The dimension as tables and commands name it.</summary>
    public string Kind => Dimension.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public override string ToString() => Tenant.Length > 0 ? $"{Kind} {Value} of {Tenant}" : $"{Kind} {Value}";
}
