using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>providers</c>.</summary>
internal sealed class ProviderConfig : ConfigSection
{
    [Setting("The wire format that it speaks.", Choices = ["openai"])]
    public string Dialect { get; set; } = "openai";

    [Setting("Absolute http or https address, up to and including the version. Exactly one of base_url and built_in is given.", Example = "https://api.openai.com/v1")]
    public string? BaseUrl { get; set; }

    [Setting("An upstream inside Weir that answers instead of the network.", Choices = ["simulator"])]
    public string? BuiltIn { get; set; }

    [Setting("Credential, sent with every request. Best a reference: ${NAME} or file:PATH.", Default = "none", Example = "${OPENAI_API_KEY}")]
    public Secret? ApiKey { get; set; }

    [Setting("Header that carries api_key. authorization sends it as a bearer token, any other header sends it bare.", Example = "x-api-key")]
    public string ApiKeyHeader { get; set; } = "authorization";

    [Setting("Headers added to every request. Their values are treated as secrets.", Example = "{ x-extra: \"${EXTRA}\" }")]
    public OrderedDictionary<string, Secret> Headers { get; set; } = [];

    [Setting("Client headers that are passed on; a trailing * matches any ending. All others are withheld, credentials and cookies always.", Default = "accept, user-agent, idempotency-key, openai-beta, anthropic-beta, anthropic-version, x-client-request-id; with built_in: simulator also x-sim-*", Example = "[openai-beta, x-request-source]")]
    public List<string>? ForwardHeaders { get; set; }

    [Setting("Overrides of the general timeouts.")]
    public TimeoutsConfig? Timeouts { get; set; }
}
