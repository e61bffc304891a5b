using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A rate limit's <c>for</c> section.</summary>
internal sealed class RateLimitScopeConfig : ConfigSection
{
    [Setting("A tenant.", Default = "all", Example = "acme")]
    public string? Tenant { get; set; }

    [Setting("A feature.", Default = "all", Example = "search")]
    public string? Feature { get; set; }

    [Setting("A key: the name of one that stands under keys, or the identifier of any (key_7f3a91c2).", Default = "all", Example = "ci")]
    public string? Key { get; set; }

    [Setting("A user, as clients name them.", Default = "all", Example = "alice")]
    public string? User { get; set; }

    [Setting("A model, as clients ask for it.", Default = "all", Example = "gpt-5-mini")]
    public string? Model { get; set; }

    [Setting("What calls are made for, as x-weir-origin says it.", Default = "all", Choices = ["interactive", "background", "batch", "evaluation", "shadow", "embedding_refresh"], Example = "batch")]
    public string? Origin { get; set; }
}
