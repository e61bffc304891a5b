using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>rate_limits</c>.</summary>
internal sealed class RateLimitConfig : CallerLimitsConfig
{
    [Setting("Whose calls count. What is left out may be anything; without this section all calls count.")]
    public RateLimitScopeConfig For { get; set; } = new();

    [Setting("Gives each value of these limits of its own. Calls that do not say have them together. Users and sessions are told apart by tenant; "
        + "ip is the client's address (server.trusted_proxies), of which /64 of IPv6 is one.", Default = "one limit for all together", Choices = ["tenant", "feature", "key", "user", "session", "ip", "model", "origin"], Example = "[user]")]
    public List<string>? Each { get; set; }
}
