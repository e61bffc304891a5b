using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>features</c>.</summary>
internal sealed class FeatureConfig : ConfigSection
{
    [Setting("What the feature costs beside its calls, by names of your choice: a vector store, hours of review. weir costs --total adds it.", AnyName = true)]
    public OrderedDictionary<string, DeclaredCostConfig> Costs { get; set; } = [];
}
