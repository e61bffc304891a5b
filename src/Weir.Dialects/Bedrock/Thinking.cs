using Weir.Dialects.Conversations;

namespace Weir.Dialects.Bedrock;

/// <summary>How much a model is asked to think, and what that does to the limit of its answer, of which thoughts are part.</summary>
/// <param name="Budget">Tokens to think for, or null when nothing is said.</param>
/// <param name="MaxTokens">The limit that the budget demands, or null for the client's.</param>
internal readonly record struct Thinking(int? Budget, int? MaxTokens)
{
    /// <summary>The least that Anthropic's models can be given.</summary>
    private const int Least = 1024;

    public static Thinking Of(Conversation conversation, BedrockModel model, ProviderTarget target)
    {
        if (conversation.Reasoning is not { } reasoning || Efforts.BudgetOf(reasoning) is not (> 0 and var wanted)) return default;
        if (!model.IsAnthropic)
        {
            conversation.Reading.Omit(reasoning.Path, "Converse has no word for it, and of this model's own words none is known");
            return default;
        }
        if (reasoning.Shows == false) conversation.Reading.Omit(reasoning.Path, "this model shows what it thinks");
        var budget = Math.Max(Least, wanted);
        if (conversation.MaxOutputTokens is not { } most) return new Thinking(budget, budget + target.MaxOutputTokens);
        if (most > Least) return new Thinking(Math.Min(budget, most - 1), null);
        conversation.Reading.Omit(reasoning.Path, $"an answer of at most {most} tokens leaves no room for the {Least} that it takes to think");
        return default;
    }
}
