using System.Text.Json;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.Anthropic;

/// <summary>What is asked of the model's thinking.</summary>
internal sealed record ThinkingPlan
{
    /// <summary>The least that Anthropic's models can be given to think.</summary>
    public const int LeastBudget = 1024;

    /// <summary>For clients that want thoughts and do not say how many.</summary>
    private const int UsualBudget = 8192;

    private static readonly ThinkingPlan Nothing = new();

    /// <summary>The value of <c>thinking.type</c>, or null when nothing is said.</summary>
    public string? Type { get; private init; }

    /// <summary>The value of <c>output_config.effort</c>, or null.</summary>
    public string? Effort { get; private init; }

    /// <summary>Whether the model thinks: sampling and forced tools are then forbidden.</summary>
    public bool IsOn => Type is "enabled" or "adaptive";

    private int? Budget { get; init; }

    private bool? Shows { get; init; }

    /// <param name="conversation">What is asked.</param>
    /// <param name="messages">Its messages as they are going to be written.</param>
    /// <param name="model">The model's name at the provider.</param>
    public static ThinkingPlan Of(Conversation conversation, List<MergedMessage> messages, string model)
    {
        if (conversation.Reasoning is not { } reasoning) return Nothing;
        var style = ModelFamilies.ThinkingOf(model);
        if (reasoning is { Effort: "none" } or { Budget: 0 }) return style == ThinkingStyle.None ? Nothing : new ThinkingPlan { Type = "disabled" };
        var plan = Wanted(reasoning, style, conversation.ClientDialect);
        if (plan.Budget >= conversation.OutputCap)
        {
            if (BudgetUnder(conversation.OutputCap.Value) is not { } less) return new ThinkingPlan { Type = "disabled" };
            plan = plan with { Budget = less };
        }
        if (InTheWay(plan, style, conversation, messages) is not { } why) return plan;
        conversation.Reading.Omit(reasoning.Path, why);
        return Nothing;
    }

    /// <summary>
    /// The limit of output tokens. The budget counts towards it and has to be below it; a client that set a lower one had
    /// the answer's length in mind, so the thoughts get room beside it.
    /// </summary>
    /// <param name="conversation">What is asked.</param>
    /// <param name="usual">The limit where the client sets none.</param>
    public long Limit(Conversation conversation, int usual)
    {
        var wanted = conversation.MaxOutputTokens ?? usual;
        var withThoughts = Budget is { } budget && budget >= wanted ? (long)wanted + budget : wanted;
        return conversation.OutputCap is { } cap ? Math.Min(withThoughts, cap) : withThoughts;
    }

    /// <summary>What a model is given to think where thoughts and answer together may have so many tokens: half of them; null where that is too little to think at all.</summary>
    public static int? BudgetUnder(long cap) => cap / 2 >= LeastBudget ? (int)Math.Min(cap / 2, int.MaxValue) : null;

    public void Write(Utf8JsonWriter writer)
    {
        if (Type is null) return;
        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, Type);
        if (Budget is { } budget) writer.WriteNumber("budget_tokens"u8, budget);
        if (Shows == false) writer.WriteString("display"u8, "omitted"u8);
        // Models that take a budget show their thoughts unless told not to; later ones hide them unless told to show them.
        if (Shows == true && Type == "adaptive") writer.WriteString("display"u8, "summarized"u8);
        writer.WriteEndObject();
    }

    /// <summary>The effort for a model that thinks adaptively, in Anthropic's words; null when it is left to the model.</summary>
    public static string? EffortOf(Reasoning reasoning) => Efforts.Of(reasoning) is var effort && effort == "minimal" ? "low" : effort;

    private static ThinkingPlan Wanted(Reasoning reasoning, ThinkingStyle style, Dialect client)
    {
        var effort = EffortOf(reasoning);
        // Older models have no effort: the budget is all that can be said, and says it more exactly. Later ones refuse a budget; Anthropic's own clients know which they ask.
        if (style == ThinkingStyle.Budget || (reasoning.Budget is not null && client == Dialect.Messages))
            return new ThinkingPlan
            {
                Type = "enabled",
                Budget = Math.Max(LeastBudget, Efforts.BudgetOf(reasoning) ?? UsualBudget),
                Effort = style == ThinkingStyle.Budget ? null : reasoning.Effort,
                Shows = reasoning.Shows,
            };
        return new ThinkingPlan { Type = "adaptive", Effort = effort, Shows = reasoning.Shows };
    }

    /// <summary>Why the model cannot think here, or null when it can.</summary>
    private static string? InTheWay(ThinkingPlan plan, ThinkingStyle style, Conversation conversation, List<MergedMessage> messages)
    {
        if (style == ThinkingStyle.None) return "this model does not think";
        if (conversation is { ToolChoice.Mode: ToolChoiceMode.Required, Tools.Count: > 0 }) return "Anthropic's models do not think where they are forced to call a tool";
        // With a budget, Anthropic refuses to go on after a call whose thoughts are missing; adaptive models go on without.
        if (plan.Type == "enabled" && messages.Count > 1 && messages[^1].Parts[0] is ToolResultPart && messages[^2].Parts[0] is not ReasoningPart)
            return "Anthropic's models go on thinking after the call of a tool only if the thoughts before it are given back";
        return null;
    }
}
