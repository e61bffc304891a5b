using Weir.Dialects.Conversations;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Words for how much a model should think, for clients that count tokens instead.</summary>
internal static class Efforts
{
    /// <summary>Each effort with the most tokens that it stands for.</summary>
    private static readonly (string Effort, int Budget)[] Steps =
        [("none", 0), ("minimal", 1024), ("low", 2048), ("medium", 8192), ("high", 16384), ("xhigh", 32768), ("max", 65536)];

    /// <summary>The effort asked for, or the smallest one whose budget is enough; null when the client leaves it to the model.</summary>
    public static string? Of(Reasoning reasoning)
    {
        if (reasoning.Effort is not null || reasoning.Budget is not { } budget) return reasoning.Effort;
        foreach (var (effort, enough) in Steps)
            if (budget <= enough) return effort;
        return "max";
    }
}
