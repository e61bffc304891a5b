using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of a model's <c>route</c>.</summary>
internal sealed class CandidateConfig : ConfigSection
{
    [Setting("A deployment's name.", Required = true, Shorthand = true, Example = "gpt-5-mini")]
    public string? Deployment { get; set; }

    [Setting("Share of the traffic relative to the other entries, 1 to 1000000.", Example = "9")]
    public int Weight { get; set; } = 1;
}
