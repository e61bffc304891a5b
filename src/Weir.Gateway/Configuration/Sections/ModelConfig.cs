using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>models</c>.</summary>
internal sealed class ModelConfig : ConfigSection
{
    [Setting("The deployments that may answer: a name, or a map with deployment and weight.", Required = true, Example = "[gpt-5-mini]")]
    public List<CandidateConfig> Route { get; set; } = [];

    [Setting("Parameters that may be left out where the upstream's dialect cannot say them, as clients write them; each is then named in the x-weir-dropped header. Anything else that cannot be said is refused with 400. A * allows all parameters, [] none.", Default = "hints that change no answer: prompt_cache_key, prompt_cache_retention, prompt_cache_options, cache_control, context_management, anthropic-beta, diagnostics, client_metadata, web_search_call, include, stream_options, metadata", Example = "[seed, logit_bias]")]
    public List<string>? Drop { get; set; }
}
