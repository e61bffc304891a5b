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
        if (conversation.MaxOutputTokens <= ThinkingPlan.LeastBudget)
            return None($"an answer of at most {conversation.MaxOutputTokens} tokens leaves no room for the {ThinkingPlan.LeastBudget} that it takes to think");
        return WithBudget(Math.Max(ThinkingPlan.LeastBudget, wanted), conversation, target);

        Thinking None(string why)
        {
            conversation.Reading.Omit(reasoning.Path, why);
            return default;
        }
    }

    /// <summary>The budget has to be below the limit; where a cap leaves too little for both, nothing is thought.</summary>
    private static Thinking WithBudget(int budget, Conversation conversation, ProviderTarget target)
    {
        if (budget >= conversation.OutputCap)
        {
            if (ThinkingPlan.BudgetUnder(conversation.OutputCap.Value) is not { } less) return default;
            budget = less;
        }
        var limit = conversation.OutputLimitOr(budget + target.MaxOutputTokens);
        return conversation.MaxOutputTokens is null ? new Thinking(budget, limit) : new Thinking(Math.Min(budget, limit - 1));
    }
}
