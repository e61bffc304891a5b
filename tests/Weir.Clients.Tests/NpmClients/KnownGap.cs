namespace Weir.Clients.Tests.NpmClients;

/// <summary>A scenario that is known to fail. It must go on failing: a gap that closes has to leave this list.</summary>
/// <param name="Script">The client.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Models">The models on which it fails.</param>
/// <param name="Says">A part of what the client is told.</param>
/// <param name="Why">What would have to be done.</param>
internal sealed record KnownGap(string Script, string Scenario, IReadOnlyList<string> Models, string Says, string Why)
{
    private const string OneAtATime = "one tool call at a time cannot be demanded of this API; the gateway could keep the first call and hide the others";

    public static IReadOnlyList<KnownGap> All { get; } =
    [
        new("anthropic", "messages, max_tokens", ["sim-responses"], "max_output_tokens", "the Responses API takes no limit under 16; the gateway could ask for 16 and cut the answer itself"),
        new("ai-anthropic", "messages, structured output", ["sim-gemini", "sim-converse"], "parallel_tool_calls", OneAtATime),
        new("ai-anthropic", "messages, structured output, streamed", ["sim-gemini", "sim-converse"], "", OneAtATime),
    ];

    /// <summary>The gap that a result falls into, or null.</summary>
    public static KnownGap? Of(string script, ScenarioResult result) =>
        All.FirstOrDefault(gap => gap.Script == script && gap.Scenario == result.Name && gap.Models.Contains(result.Model));

    public override string ToString() => $"{Script}, '{Scenario}' on {string.Join(" and ", Models)}: {Why}";
}
