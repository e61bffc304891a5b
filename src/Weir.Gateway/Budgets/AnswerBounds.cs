using Weir.Dialects;
using Weir.Dialects.Needs;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Budgets;

/// <summary>
/// How many output tokens a call's answers can have at most, all together. Thoughts are part of every limit: OpenAI's max_completion_tokens and
/// max_output_tokens and xAI's say so in their references, Anthropic's budget_tokens count towards max_tokens, and Gemini's
/// maxOutputTokens caps thoughts and answer together (googleapis/python-genai#2062).
/// </summary>
/// <param name="Stated">Where what is asked for limits them; else null.</param>
/// <param name="Most">In any case.</param>
/// <param name="LargestLimit">What a limit may allow.</param>
/// <param name="Lowest">The least that it makes sense to ask for.</param>
internal readonly record struct AnswerBounds(long? Stated, long Most, long LargestLimit, long Lowest)
{
    /// <summary>Tokens of one picture that is made, drafts included: gpt-image's 6,240 at the highest quality, and 100 for each of three drafts (platform.openai.com, image generation).</summary>
    private const int TokensPerImage = 8192;

    /// <summary>What Anthropic's models are given to think, at the least, and where a client says nothing of how much.</summary>
    private const int LeastThoughts = 1024, UsualThoughts = 8192;

    public static AnswerBounds Of(CallEndpoint endpoint, DeploymentModel deployment, in RequestExtent extent, long images, long? cap)
    {
        if (!endpoint.HasOutput) return default;
        if (images > 0) return Fixed(images * TokensPerImage);
        var window = deployment.ContextWindow ?? RequestBounds.LargestContext;
        if (!endpoint.KnowsOutputLimit) return Fixed(window);
        long choices = extent.Choices;
        var limited = LimitOf(endpoint, deployment, extent);
        if (cap < limited || limited is null) limited = cap;
        var stated = limited is { } limit ? choices * Math.Min(Math.Max(limit, RequestBounds.LeastAnswer), window) : (long?)null;
        // Each answer has a context of its own.
        var most = stated ?? (choices * window);
        return new AnswerBounds(stated, most, stated ?? Math.Min(most, choices * deployment.MaxOutputTokens), Math.Min(most, choices * RequestBounds.LeastAnswer));
    }

    private static AnswerBounds Fixed(long most) => new(null, most, most, most);

    /// <summary>The limit that the upstream is told for one answer; null where it is told none.</summary>
    private static long? LimitOf(CallEndpoint endpoint, DeploymentModel deployment, in RequestExtent extent)
    {
        var api = deployment.Provider.ApiFor(endpoint.Dialect);
        // Anthropic demands a limit, and in a translated request thoughts are given room beside a smaller one.
        if (api != Dialect.Messages || endpoint.Dialect == Dialect.Messages) return extent.MaxOutputTokens;
        var limit = extent.MaxOutputTokens ?? deployment.MaxOutputTokens;
        if (!extent.Thinks) return limit;
        var thoughts = Math.Max(LeastThoughts, extent.ThinkingBudget is > 0 and var budget ? budget : UsualThoughts);
        return thoughts >= limit ? limit + thoughts : limit;
    }
}
