namespace Weir.Gateway.Limits;

/// <summary>By what a limit tells callers apart.</summary>
internal enum LimitDimension
{
    Tenant,
    Feature,
    Key,
    User,
    Session,
    Ip,
    Model,
    Origin,
}
