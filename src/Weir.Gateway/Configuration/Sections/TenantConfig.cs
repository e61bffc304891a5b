using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>tenants</c>.</summary>
internal sealed class TenantConfig : ConfigSection
{
    [Setting("The regions in which this tenant's calls may be answered; deployments of any other region, or of none, never see them.", Default = "all", Example = "[eu]")]
    public List<string>? Regions { get; set; }

    [Setting("How much this tenant's keys may ask for together in a time.", Default = "no limit")]
    public CallerLimitsConfig? Limits { get; set; }
}
