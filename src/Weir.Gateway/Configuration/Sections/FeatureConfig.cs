using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>features</c>.</summary>
internal sealed class FeatureConfig : ConfigSection
{
    [Setting("What the feature costs beside its calls: a vector store, hours of review. weir costs --total adds it.", Default = "nothing")]
    public List<DeclaredCostConfig> Costs { get; set; } = [];
}
