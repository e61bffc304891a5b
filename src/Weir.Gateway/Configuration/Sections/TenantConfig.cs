using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>tenants</c>.</summary>
internal sealed class TenantConfig : ConfigSection
{
    [Setting("The regions in which this tenant's calls may be answered; deployments of any other region, or of none, never see them.", Default = "all", Example = "[eu]")]
    public List<string>? Regions { get; set; }

    [Setting("How much this tenant's keys may ask for together in a time.", Default = "no limit")]
    public CallerLimitsConfig? Limits { get; set; }

    [Setting("Its share of what a deployment can take while others want it too: 3 gets three times what 1 gets, in money, 0.01 to 1000.", Example = "3")]
    public decimal Weight { get; set; } = 1;

    [Setting("How much of every deployment it gets at least when it wants it; what it does not use is lent to others. All tenants' together are at most 100.", Unit = "percent", Example = "20")]
    public decimal Guaranteed { get; set; }
}
