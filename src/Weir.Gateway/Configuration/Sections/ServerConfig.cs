using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>server</c> section.</summary>
internal sealed class ServerConfig : ConfigSection
{
    [Setting("Address to listen on: http://HOST:PORT, where HOST is an IP address, localhost, or * for all interfaces. TLS belongs to a proxy in front.", Example = "http://0.0.0.0:8080", NeedsRestart = true)]
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    [Setting("The deployment that is sent what no model leads to: requests below /v1 that Weir has no route for (files, batches), byte for byte. They act on the provider's account: with several tenants only those may make them whose account it is (providers.NAME.account_of), and keys that are limited to some models never.", Default = "none: such requests are answered with 404", Example = "gpt-5-mini")]
    public string? RelayTo { get; set; }

    [Setting("The proxies in front of Weir, by address or network: what they write into x-forwarded-for is believed. Needed where rate_limits tell callers apart by ip.", Default = "none: a call comes from the other end of its connection", Example = "[10.0.0.0/8, \"::1\"]")]
    public List<string>? TrustedProxies { get; set; }

    [Setting("How long a stopping Weir waits for calls under way.", Example = "30s")]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);
}
