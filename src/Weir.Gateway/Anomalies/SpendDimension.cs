namespace Weir.Gateway.Anomalies;

/// <summary>What spending is added up by.</summary>
internal enum SpendDimension
{
    Tenant,
    Feature,
    User,
    Key,
}
