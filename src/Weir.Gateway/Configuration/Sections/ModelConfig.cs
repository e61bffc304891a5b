using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>models</c>.</summary>
internal sealed class ModelConfig : ConfigSection
{
    [Setting("The deployments that may answer: a name, or a map with deployment and weight.", Required = true, Example = "[gpt-5-mini]")]
    public List<CandidateConfig> Route { get; set; } = [];
}
