using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>limits</c> section of a key or a tenant, and what <c>rate_limits</c> have of it.</summary>
internal class CallerLimitsConfig : QuotaConfig
{
    [Setting("Calls under way at a time.", Default = "no limit", Unit = "calls", Example = "20")]
    public int? Concurrency { get; set; }
}
