using System.Text.Json;

namespace Weir.Dialects.Conversations;

/// <summary>
/// How much a model is asked to think, in the two measures that dialects have: words (OpenAI's, and what others have of them)
/// and limits in tokens. The limits are Weir's own; no provider says what its words stand for.
/// </summary>
internal static class Efforts
{
    private static readonly (string Effort, int Budget)[] Steps =
        [("none", 0), ("minimal", 1024), ("low", 2048), ("medium", 8192), ("high", 16384), ("xhigh", 32768), ("max", 65536)];

    /// <summary>Every effort, in ascending order.</summary>
    public static string[] Names { get; } = [.. Steps.Select(static step => step.Effort)];

    /// <summary>The effort asked for, or the smallest one whose budget is enough; null when the client leaves it to the model.</summary>
    public static string? Of(Reasoning reasoning)
    {
        if (reasoning.Effort is not null || reasoning.Budget is not { } budget) return reasoning.Effort;
        foreach (var (effort, enough) in Steps)
            if (budget <= enough) return effort;
        return Steps[^1].Effort;
    }

    /// <summary>The budget asked for, or the effort's, in tokens; null when the client leaves it to the model.</summary>
    public static int? BudgetOf(Reasoning reasoning)
    {
        if (reasoning.Budget is not null) return reasoning.Budget;
        foreach (var (effort, budget) in Steps)
            if (effort == reasoning.Effort) return budget;
        return null;
    }

    /// <summary>The budget of the effort that a reader stands on: the largest for a word that is not known.</summary>
    public static int BudgetOf(ref readonly Utf8JsonReader reader)
    {
        foreach (var (effort, budget) in Steps)
            if (reader.ValueTextEquals(effort)) return budget;
        return Steps[^1].Budget;
    }
}
