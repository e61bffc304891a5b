using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>models</c>.</summary>
internal sealed class ModelConfig : ConfigSection
{
    [Setting("The deployments that may answer: a name, or a map with deployment and weight.", Required = true, Example = "[gpt-5-mini]")]
    public List<CandidateConfig> Route { get; set; } = [];

    [Setting("Parameters that may be left out where the upstream's dialect cannot say them, as clients write them; each is then named in the x-weir-dropped header. Anything else that cannot be said is refused with 400. A * allows all parameters, [] none.", Default = "hints that change no answer: prompt_cache_key, prompt_cache_retention, prompt_cache_options, cache_control, context_management, anthropic-beta, diagnostics, client_metadata, web_search_call, include, stream_options, metadata", Example = "[seed, logit_bias]")]
    public List<string>? Drop { get; set; }

    [Setting("What makes an answer that is there no good: empty, truncated (one JSON object that does not say why it ended), schema (it misses the JSON Schema that the request gives), model (another model answers), language (a script that the request has nothing in), repetition (the same over and over). It counts against the deployment; held back (commit: probe or full), it is asked for elsewhere. [] looks for nothing.", Default = "[empty, truncated, schema]", Choices = ["empty", "truncated", "schema", "model", "language", "repetition"], Example = "[empty, truncated, schema, repetition]")]
    public List<string>? Checks { get; set; }
}
