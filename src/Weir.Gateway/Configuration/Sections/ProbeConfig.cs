using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A deployment's <c>probe</c> section.</summary>
internal sealed class ProbeConfig : ConfigSection
{
    [Setting("When the provider is asked for a sign of life. while_open: only while the deployment fails and no calls go there; a good answer shortens the pause. "
        + "always: at all times, too; three bad answers in a row keep calls away before one has failed.",
        Choices = ["while_open", "always", "off"], Default = "while_open; off at providers of dialect bedrock")]
    public string? Run { get; set; }

    [Setting("The time between two probes, 1s to 1h.", Example = "30s")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(10);

    [Setting("What is asked for by GET, relative to the provider's base_url. It should cost nothing: the list of models is free at all known providers.", Example = "/health")]
    public string Path { get; set; } = "/models";
}
