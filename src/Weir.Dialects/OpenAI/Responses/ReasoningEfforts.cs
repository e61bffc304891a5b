namespace Weir.Dialects.OpenAI.Responses;

/// <summary>The effort that comes nearest to a limit of thinking tokens.</summary>
internal static class ReasoningEfforts
{
    /// <summary>The smallest effort that may think as long as the budget allows; null without a budget.</summary>
    public static string? Of(int? budget) => budget switch
    {
        null => null,
        <= 0 => "none",
        <= 1024 => "minimal",
        <= 2048 => "low",
        <= 8192 => "medium",
        <= 16384 => "high",
        <= 32768 => "xhigh",
        _ => "max",
    };
}
