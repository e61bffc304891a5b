using Weir.Dialects.Anthropic;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.Bedrock;

/// <summary>How much a model is asked to think, and what that does to the limit of its answer, of which thoughts are part.</summary>
/// <param name="Budget">Tokens to think for, or null when no number is said.</param>
/// <param name="MaxTokens">The limit that the budget demands, or null for the client's.</param>
/// <param name="IsAdaptive">Whether the model is to decide by itself how much it thinks.</param>
/// <param name="Effort">How much it should do for its answer as a whole, or null.</param>
internal readonly record struct Thinking(int? Budget = null, int? MaxTokens = null, bool IsAdaptive = false, string? Effort = null)
{
    /// <summary>The least that Anthropic's models can be given.</summary>
    private const int Least = 1024;

    /// <summary>Whether anything is asked.</summary>
    public bool IsOn => Budget is not null || IsAdaptive;

    public static Thinking Of(Conversation conversation, BedrockModel model, ProviderTarget target)
    {
        if (conversation.Reasoning is not { } reasoning || Efforts.BudgetOf(reasoning) is not (> 0 and var wanted)) return default;
        if (!model.IsAnthropic) return None("Converse has no word for it, and of this model's own words none is known");
        var style = ModelFamilies.ThinkingOf(target.Model);
        if (style == ThinkingStyle.None) return None("this model does not think");
        if (conversation is { ToolChoice.Mode: ToolChoiceMode.Required, Tools.Count: > 0 }) return None("Anthropic's models do not think where they are forced to call a tool");
        if (reasoning.Shows == false) conversation.Reading.Omit(reasoning.Path, "this model shows what it thinks");
        if (style == ThinkingStyle.Adaptive && (reasoning.Budget is null || conversation.ClientDialect != Dialect.Messages))
            return new Thinking { IsAdaptive = true, Effort = ThinkingPlan.EffortOf(reasoning) };
        var budget = Math.Max(Least, wanted);
        if (conversation.MaxOutputTokens is not { } most) return new Thinking(budget, budget + target.MaxOutputTokens);
        if (most > Least) return new Thinking(Math.Min(budget, most - 1));
        return None($"an answer of at most {most} tokens leaves no room for the {Least} that it takes to think");

        Thinking None(string why)
        {
            conversation.Reading.Omit(reasoning.Path, why);
            return default;
        }
    }
}
