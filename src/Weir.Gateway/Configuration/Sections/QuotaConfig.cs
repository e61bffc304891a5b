using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A deployment's <c>quota</c> section, and what other limits have of it.</summary>
internal class QuotaConfig : ConfigSection
{
    [Setting("Requests in any 60 seconds.", Default = "no limit", Unit = "requests", Example = "500")]
    public int? RequestsPerMinute { get; set; }

    [Setting("Requests in a day, which begins at 0:00 UTC.", Default = "no limit", Unit = "requests", Example = "10000")]
    public int? RequestsPerDay { get; set; }

    [Setting("Tokens of input in any 60 seconds, those read from the provider's cache too.", Default = "no limit", Unit = "tokens", Example = "200000")]
    public int? InputTokensPerMinute { get; set; }

    [Setting("Tokens of input in a day.", Default = "no limit", Unit = "tokens", Example = "20000000")]
    public int? InputTokensPerDay { get; set; }

    [Setting("Tokens of output in any 60 seconds, thoughts too.", Default = "no limit", Unit = "tokens", Example = "40000")]
    public int? OutputTokensPerMinute { get; set; }

    [Setting("Tokens of output in a day.", Default = "no limit", Unit = "tokens", Example = "4000000")]
    public int? OutputTokensPerDay { get; set; }

    [Setting("Tokens of input and output together in any 60 seconds.", Default = "no limit", Unit = "tokens", Example = "200000")]
    public int? TokensPerMinute { get; set; }

    [Setting("Tokens of input and output together in a day.", Default = "no limit", Unit = "tokens", Example = "20000000")]
    public int? TokensPerDay { get; set; }
}
