using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A deployment's <c>concurrency</c> section.</summary>
internal sealed class ConcurrencyConfig : ConfigSection
{
    [Setting("How Weir finds out how many attempts the deployment can take at a time. loss: fewer after each refusal (429, overloaded, nothing in time), for hosted providers. "
        + "latency: fewer when first tokens come later than they should for the length of the request, for servers of your own. off: always max.",
        Choices = ["loss", "latency", "off"])]
    public string Adapt { get; set; } = "loss";

    [Setting("The lowest limit.", Default = "10 with loss, 4 with latency; max where that is lower", Example = "2")]
    public int? Min { get; set; }

    [Setting("The highest limit, 1 to 1000000.", Default = "limits.calls_in_flight; with latency 1000", Example = "256")]
    public int? Max { get; set; }

    [Setting("The limit at the start, and after a change of this section.", Default = "max; with latency 20", Example = "64")]
    public int? Initial { get; set; }

    [Setting("How many attempts may wait for their turn, those of a higher priority first, 0 to 100000; one more is refused.", Example = "200")]
    public int Queue { get; set; } = 1_000;

    [Setting("Whether an attempt of priority low that has hardly begun, and of which its client has seen nothing, is stopped when a call of a higher priority would wait too long; its call waits for its turn again. What the provider has read of it is paid for: meant for servers of your own.")]
    public bool CancelYoung { get; set; }
}
