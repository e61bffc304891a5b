using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>deployments</c>.</summary>
internal sealed class DeploymentConfig : ConfigSection
{
    [Setting("The provider that serves it.", Required = true, Example = "openai")]
    public string? Provider { get; set; }

    [Setting("The model's name at the provider.", Default = "the deployment's own name", Example = "gpt-5-mini")]
    public string? Model { get; set; }

    [Setting("The model that its answers name, for models.NAME.checks: a name, or a pattern with *. Needed where the provider's own names are another family's, as Azure's deployments are.", Default = "the model's name at the provider", Example = "gpt-4o*")]
    public string? AnswersAs { get; set; }

    [Setting("What it costs, instead of the price book.", Default = "from the price book")]
    public PriceConfig? Price { get; set; }

    [Setting("Entry of the price book. A model that the book does not know has no cost: it is flagged and never counted as zero.", Default = "PROVIDER/MODEL, where a provider's preset counts as its name", Example = "openai/gpt-5-mini")]
    public string? PricedAs { get; set; }

    [Setting("The region whose factor of the price book holds for its tokens, unless the answer names another one.", Default = "none", Example = "us")]
    public string? PriceRegion { get; set; }

    [Setting("Most tokens to ask for where the upstream's dialect demands a limit (Anthropic's does) and the client's call, in another dialect, sets none.", Example = "32000")]
    public int MaxOutputTokens { get; set; } = 8192;

    [Setting("The most tokens that a request and its answer may have together. Longer requests do not go here, and a request that was too long elsewhere does only where this is larger.", Default = "unknown: any request goes here", Example = "128000")]
    public int? ContextWindow { get; set; }

    [Setting("What it can be asked for: tools, images, audio, files, schema (structured output). A request that needs something else goes elsewhere.", Default = "all of them", Example = "[tools, schema]")]
    public List<string>? Supports { get; set; }

    [Setting("Where it computes, in words of your choice; tenants may be bound to regions.", Default = "unknown: tenants that are bound to regions are not served here", Example = "eu")]
    public string? Region { get; set; }

    [Setting("How it is asked to go on with an answer that broke off: off (it cannot be), assistant (the answer's beginning is the request's last message), vllm (the same with continue_final_message: true), prefix (the same with prefix: true; Mistral, DeepSeek).", Default = "assistant for Anthropic's models up to Claude 4.5 at providers of dialect anthropic or bedrock, else off", Example = "vllm")]
    public string? Prefill { get; set; }

    [Setting("Overrides of the provider's timeouts.")]
    public TimeoutsConfig? Timeouts { get; set; }

    [Setting("How Weir asks whether it is back after it has failed.")]
    public ProbeConfig Probe { get; set; } = new();

    [Setting("How many attempts may be under way there at a time.")]
    public ConcurrencyConfig Concurrency { get; set; } = new();

    [Setting("What the provider allows this deployment in a time, as its console shows it. All callers share it.", Default = "no limit but what the provider's answers say")]
    public QuotaConfig? Quota { get; set; }
}
