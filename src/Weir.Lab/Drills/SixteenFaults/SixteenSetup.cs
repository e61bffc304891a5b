using System.Text;

namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>How a gateway has to be configured for the sixteen faults: in words for any, as YAML for Weir.</summary>
internal static class SixteenSetup
{
    /// <summary>Weir's configuration.</summary>
    public static string Weir(Uri primary, Uri fallback, IReadOnlyList<FaultCase> faults)
    {
        var (providers, deployments, models) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var fault in faults)
        {
            // A provider of its own for each: what one fault teaches the gateway about its provider must not help the next.
            foreach (var (name, url) in ((string, Uri)[])[(fault.PrimaryModel, primary), (fault.FallbackModel, fallback)])
            {
                providers.AppendLine($"  {name}: {{ base_url: \"{url}\", api_key: drill }}");
                deployments.AppendLine($"  {name}: {{ provider: {name}, price: {{ input: 1, output: 10 }} }}");
            }

            models.AppendLine($"  {fault.Name}: {{ route: [{fault.PrimaryModel}], fallbacks: [{fault.FallbackModel}], retries: 2, commit: probe, deadline: 100s }}");
        }

        return $"timeouts: {{ first_byte: 30s, idle: 30s }}\nproviders:\n{providers}deployments:\n{deployments}models:\n{models}";
    }

    /// <summary>The same for any gateway that offers OpenAI's chat API.</summary>
    public static string Words(Uri primary, Uri fallback, IReadOnlyList<FaultCase> faults)
    {
        var text = new StringBuilder();
        text.AppendLine($"Primary upstream:   {primary}");
        text.AppendLine($"Fallback upstream:  {fallback}");
        text.AppendLine("Both speak OpenAI's chat API and take any key. For every call: two retries, 30 s for every limit that the gateway");
        text.AppendLine("has (headers, first token, idle), one fallback. Models:");
        var width = faults.Max(fault => fault.Name.Length);
        foreach (var fault in faults)
            text.AppendLine($"  {fault.Name.PadRight(width)}  primary {fault.PrimaryModel.PadRight(width + 8)}  fallback {fault.FallbackModel}");
        return text.ToString();
    }
}
