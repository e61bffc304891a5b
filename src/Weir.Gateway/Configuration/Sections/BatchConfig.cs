using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A model's <c>batch</c> section.</summary>
internal sealed class BatchConfig : ConfigSection
{
    [Setting("How long a call waits for others to be sent with, 0s to 100ms; 0s sends each alone.", Example = "5ms")]
    public TimeSpan Wait { get; set; }

    [Setting("The most texts of one upstream call, 2 to 2048; OpenAI takes 2048, Gemini 100. Together they have 300,000 bytes at most.", Example = "64")]
    public int Max { get; set; } = 64;
}
