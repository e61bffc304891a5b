namespace Weir.Dialects.Anthropic;

/// <summary>What is known of models by their names. Whatever is not known is new, and thinks adaptively.</summary>
internal static class ModelFamilies
{
    /// <summary>"claude-sonnet-4-2" begins the dated names of Claude 4, as 20250514.</summary>
    private static readonly string[] WithBudget =
    [
        "claude-3-7", "claude-sonnet-4-0", "claude-sonnet-4-2", "claude-sonnet-4-5", "claude-opus-4-0", "claude-opus-4-1", "claude-opus-4-2",
        "claude-opus-4-5", "claude-haiku-4-5",
    ];

    private static readonly string[] Thoughtless = ["claude-2", "claude-3-", "claude-instant"];

    /// <param name="model">The provider's name, possibly within a longer one: <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>, <c>claude-opus-4@20250514</c>.</param>
    public static ThinkingStyle ThinkingOf(string model)
    {
        var start = model.IndexOf("claude-", StringComparison.OrdinalIgnoreCase);
        if (start < 0) return ThinkingStyle.Adaptive;
        var name = model[start..].ToLowerInvariant().Replace('@', '-').Replace('.', '-');
        if (name is "claude-sonnet-4" or "claude-opus-4") return ThinkingStyle.Budget;
        if (Array.Exists(WithBudget, prefix => name.StartsWith(prefix, StringComparison.Ordinal))) return ThinkingStyle.Budget;
        return Array.Exists(Thoughtless, prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ? ThinkingStyle.None : ThinkingStyle.Adaptive;
    }
}
