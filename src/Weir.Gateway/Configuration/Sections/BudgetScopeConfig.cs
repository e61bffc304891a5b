using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A budget's <c>for</c> section.</summary>
internal sealed class BudgetScopeConfig : ConfigSection
{
    [Setting("A tenant.", Default = "all", Example = "acme")]
    public string? Tenant { get; set; }

    [Setting("A feature.", Default = "all", Example = "search")]
    public string? Feature { get; set; }

    [Setting("A key: the name of one that stands under keys, or the identifier of any (key_7f3a91c2).", Default = "all", Example = "ci")]
    public string? Key { get; set; }

    [Setting("A user, as clients name them.", Default = "all", Example = "alice")]
    public string? User { get; set; }

    [Setting("A session, as clients name it.", Default = "all", Example = "chat-42")]
    public string? Session { get; set; }

    [Setting("What calls are made for, as x-weir-origin says it; of attempts also retry and hedge, for what it costs to try again and to try twice.", Default = "all", Choices = ["interactive", "background", "batch", "evaluation", "shadow", "embedding_refresh", "retry", "hedge"], Example = "batch")]
    public string? Origin { get; set; }

    [Setting("One of the tags that clients give their calls (x-weir-tags, separated by commas).", Default = "all", Example = "nightly")]
    public string? Tag { get; set; }
}
