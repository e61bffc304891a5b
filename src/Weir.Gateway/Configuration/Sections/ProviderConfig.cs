using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>providers</c>.</summary>
internal sealed class ProviderConfig : ConfigSection
{
    /// <summary>Stands for all tenants in <see cref="AccountOf"/>.</summary>
    public const string AllTenants = "*";

    [Setting("A provider of Weir's catalogue (weir providers lists it): its base_url, dialect, apis and the like, unless they are written here.", Default = "none", Example = "groq")]
    public string? Preset { get; set; }

    [Setting("The family of wire formats that it speaks, which also says how its key is sent.", Choices = ["openai", "anthropic", "gemini", "bedrock"], Default = "from the preset, else openai")]
    public string? Dialect { get; set; }

    [Setting("The APIs that it offers for answers, the best one first. A client's call goes to the API of its own dialect where that is offered, byte for byte; else it is translated to the first one.", Choices = ["chat", "responses", "messages", "gemini", "converse"], Default = "from the preset, else the one of the dialect: chat, messages, gemini, converse", Example = "[chat, responses]")]
    public List<string>? Apis { get; set; }

    [Setting("Absolute http or https address, up to and including the version. Exactly one of base_url, built_in and a preset with an address is given.", Example = "https://api.openai.com/v1")]
    public string? BaseUrl { get; set; }

    [Setting("An upstream inside Weir that answers instead of the network.", Choices = ["simulator"])]
    public string? BuiltIn { get; set; }

    [Setting("Credential, sent with every request. Best a reference: ${NAME} or file:PATH.", Default = "none", Example = "${OPENAI_API_KEY}")]
    public Secret? ApiKey { get; set; }

    [Setting("Header that carries api_key. authorization sends it as a bearer token, any other header sends it bare.", Default = "that of the dialect: authorization, x-api-key at anthropic, x-goog-api-key at gemini", Example = "x-api-key")]
    public string? ApiKeyHeader { get; set; }

    [Setting("Signs requests to Amazon Bedrock, instead of an api_key.")]
    public AwsConfig? Aws { get; set; }

    [Setting("The member of a translated chat request that limits the answer's tokens.", Choices = ["max_completion_tokens", "max_tokens"], Default = "from the preset, else max_completion_tokens")]
    public string? MaxTokensMember { get; set; }

    [Setting("Headers added to every request. Their values are treated as secrets.", Example = "{ x-extra: \"${EXTRA}\" }")]
    public OrderedDictionary<string, Secret> Headers { get; set; } = [];

    [Setting("Client headers that are passed on; a trailing * matches any ending. All others are withheld, credentials and cookies always.", Default = "accept, user-agent, idempotency-key, openai-beta, anthropic-beta, anthropic-version, x-client-request-id; with built_in: simulator also x-sim-*", Example = "[openai-beta, x-request-source]")]
    public List<string>? ForwardHeaders { get; set; }

    [Setting("Whose account this is: the tenants that may name what is kept in it (files, conversations, containers, vector stores, batches), and see what the others of the list keep there. [\"*\"] means all tenants. Calls of all others that name such things are refused.", Default = "the tenant, where there is only one; else none. All with built_in", Example = "[acme]")]
    public List<string>? AccountOf { get; set; }

    [Setting("Your discount on all its prices in the price book, 0 to 100.", Unit = "percent", Example = "15")]
    public decimal Discount { get; set; }

    [Setting("Whether the cost is what its answers say that it charges (usage.cost, usage.cost_in_usd_ticks), and not what the price book makes of their counts. A deployment's own price goes before both.", Default = "true with the presets openrouter, perplexity and xai, else false")]
    public bool? StatesCost { get; set; }

    [Setting("Overrides of the general timeouts.")]
    public TimeoutsConfig? Timeouts { get; set; }
}
