namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>tenants</c>: its name is all there is so far.</summary>
internal sealed class TenantConfig : ConfigSection;
