namespace Weir.Lab.Simulator.Answers;

/// <summary>How many tokens a simulated model thinks before it speaks.</summary>
internal static class ReasoningEfforts
{
    public static int TokensFor(ChatRequest request) =>
        request.NeverThinks ? 0 : TokensFor(request.ThinkingBudget is { } budget ? Effort(budget) : request.ReasoningEffort);

    private static int TokensFor(string? effort) => effort switch
    {
        "minimal" => 4,
        "low" => 16,
        "medium" => 32,
        "high" => 64,
        "xhigh" => 128,
        "max" => 256,
        _ => 0,
    };

    /// <summary>The smallest effort that the budget does not exceed.</summary>
    private static string? Effort(int budget) => budget switch
    {
        <= 0 => null,
        <= 1024 => "minimal",
        <= 2048 => "low",
        <= 8192 => "medium",
        <= 16_384 => "high",
        <= 32_768 => "xhigh",
        _ => "max",
    };
}
