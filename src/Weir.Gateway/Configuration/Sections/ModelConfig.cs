using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>models</c>.</summary>
internal sealed class ModelConfig : ConfigSection
{
    [Setting("The deployments that may answer: a name, or a map with deployment and weight.", Required = true, Example = "[gpt-5-mini]")]
    public List<CandidateConfig> Route { get; set; } = [];

    [Setting("Where calls go when no deployment of the route can answer, in this order: deployments or other models by their names. Where a deployment and a model have the same name the deployment is meant.", Default = "none", Example = "[claude-haiku, llama-local]")]
    public List<string>? Fallbacks { get; set; }

    [Setting("What clients are answered, in their own dialect, when nothing else can answer; the header x-weir-fallback: static tells it from an answer of a model.", Default = "an error", Example = "We cannot answer right now. Please try again in a few minutes.")]
    public string? StaticAnswer { get; set; }

    [Setting("How long the last answers to requests with a temperature of 0 or a seed, and to embeddings, are kept in memory and given again when nothing else can answer, 1s to 7d; before static_answer, and with the header x-weir-fallback: cached. Only whoever asks the same, for the same tenant, is given one.", Default = "none is kept", Example = "1h")]
    public TimeSpan? CachedAnswer { get; set; }

    [Setting("Which calls of one tenant share one answer when they ask the same at the same time: off (none), deterministic (those with a temperature of 0 or a seed, and embeddings) or all (every one that is the same, byte for byte).", Choices = ["off", "deterministic", "all"], Example = "deterministic")]
    public string Coalesce { get; set; } = "off";

    [Setting("How embeddings of one text each that one tenant asks for at about the same time are sent together. Calls of another kind are not touched.")]
    public BatchConfig Batch { get; set; } = new();
    [Setting("How many of 100 calls may be sent to a second deployment as well while the first is late with its first content for a request of this size; whoever answers first is taken, and both are paid for. More than 0, up to 5.", Unit = "percent", Default = "none", Example = "2")]
    public decimal? Hedge { get; set; }

    [Setting("How many times one call may be sent again to deployments that failed it, 0 to 10. Going on to the next deployment does not count.", Example = "2")]
    public int Retries { get; set; } = 2;

    [Setting("The longest a call for this model may take with all its attempts, 100ms to 1d. Clients may ask for less (x-weir-timeout).", Default = "limits.deadline", Example = "60s")]
    public TimeSpan? Deadline { get; set; }

    [Setting("When an answer begins to be passed on: immediate (with its headers), probe (with its first content) or full (when it is whole). Until then another deployment can still take over unseen.", Choices = ["immediate", "probe", "full"], Example = "full")]
    public string Commit { get; set; } = "probe";

    [Setting("Parameters that may be left out where the upstream's dialect cannot say them, as clients write them; each is then named in the x-weir-dropped header. Anything else that cannot be said is refused with 400. A * allows all parameters, [] none.", Default = "hints that change no answer: prompt_cache_key, prompt_cache_retention, prompt_cache_options, cache_control, context_management, anthropic-beta, diagnostics, client_metadata, web_search_call, include, stream_options, metadata", Example = "[seed, logit_bias]")]
    public List<string>? Drop { get; set; }

    [Setting("What makes an answer that is there no good: empty, truncated (one JSON object that does not say why it ended), schema (it misses the JSON Schema that the request gives), model (another model answers), language (a script that the request has nothing in), repetition (the same over and over). It counts against the deployment; held back (commit: probe or full), it is asked for elsewhere. [] looks for nothing.", Default = "[empty, truncated, schema]", Choices = ["empty", "truncated", "schema", "model", "language", "repetition"], Example = "[empty, truncated, schema, repetition]")]
    public List<string>? Checks { get; set; }
}
