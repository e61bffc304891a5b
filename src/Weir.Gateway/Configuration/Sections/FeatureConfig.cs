using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>features</c>.</summary>
internal sealed class FeatureConfig : ConfigSection
{
    [Setting("What the feature costs beside its calls: a vector store, hours of review. weir costs --total adds it.", Default = "nothing")]
    public List<DeclaredCostConfig> Costs { get; set; } = [];

    [Setting("How soon the first token of its answers is wanted, 10ms to 1h. Of a tenant's calls that wait for a deployment the one that is due first goes first, and lower priorities leave free what it takes.", Default = "1s at priority high, 10s at normal, 1m at low", Example = "500ms")]
    public TimeSpan? FirstToken { get; set; }

    [Setting("What becomes of a call whose first token would come later: wait, or refuse (another deployment is tried, else the client is told at once). Needs first_token.", Choices = ["wait", "refuse"])]
    public string WhenLate { get; set; } = "wait";
}
