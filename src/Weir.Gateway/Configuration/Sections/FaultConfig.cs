using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>faults</c>; what the admin API is sent to start one is written in the same way.</summary>
internal sealed class FaultConfig : ConfigSection
{
    private const string UtcTime = "2026-11-21T22:00:00Z";

    [Setting("The deployments that it breaks. Exactly one of deployments and provider is given.", Example = "[gpt-5-mini]")]
    public List<string>? Deployments { get; set; }

    [Setting("The provider all of whose deployments it breaks.", Example = "openai")]
    public string? Provider { get; set; }

    [Setting("What happens to the attempts that it touches.", Required = true, Example = "status", Choices =
        ["status", "reset", "silence", "delay", "slow_first_token", "slow_tokens", "cut", "stall", "garbage", "malformed_event", "empty", "wrong_content_type"])]
    public string? Kind { get; set; }

    [Setting("Status of the answer, 400 to 599. For kind: status.", Default = "503", Example = "429")]
    public int? Code { get; set; }

    [Setting("The answer's retry-after, whole seconds up to 1d. For kind: status.", Example = "2s")]
    public TimeSpan? RetryAfter { get; set; }

    [Setting("How long it waits, up to 1h. For the kinds delay, slow_first_token, slow_tokens and stall.", Default = "5s, 20s, 500ms, until the attempt's time is over", Example = "10s")]
    public TimeSpan? Wait { get; set; }

    [Setting("How many events pass first, 0 to 100000; an answer that is no stream is broken in its middle. For the kinds cut, stall and malformed_event.", Default = "5", Example = "20")]
    public int? After { get; set; }

    [Setting("How many of 100 attempts it touches, among those that it is about. Fractions are allowed.", Unit = "percent", Example = "25")]
    public decimal Percent { get; set; } = 100;

    [Setting("Touches the calls of these tenants only.", Default = "all", Example = "[staging]")]
    public List<string>? Tenants { get; set; }

    [Setting("Touches calls with these keys only, by name or identifier.", Default = "all", Example = "[ci]")]
    public List<string>? Keys { get; set; }

    [Setting("Touches calls of these features only.", Default = "all", Example = "[search]")]
    public List<string>? Features { get; set; }

    [Setting("Touches calls for these models only, as clients name them.", Default = "all", Example = "[gpt-5-mini]")]
    public List<string>? Models { get; set; }

    [Setting("Touches only calls with the header x-weir-fault: NAME.")]
    public bool OnlyOnRequest { get; set; }

    [Setting("Lets it take all deployments of a model at a time, so that nobody is left to answer. Otherwise such a model's calls are spared.")]
    public bool AllowTotal { get; set; }

    [Setting("When it begins: date and time with Z or an offset.", Default = "at once", Example = UtcTime)]
    public string? From { get; set; }

    [Setting("When it ends: date and time with Z or an offset. At most one of until and for is given.", Default = "never; over the admin API after 15m", Example = UtcTime)]
    public string? Until { get; set; }

    [Setting("How long it lasts, from its beginning or from when Weir first read it.", Default = "see until", Example = "10m")]
    public TimeSpan? For { get; set; }
}
