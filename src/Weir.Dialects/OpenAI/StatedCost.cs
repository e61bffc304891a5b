using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI;

/// <summary>
/// What providers of OpenAI's dialect say that they charge. OpenRouter's <c>cost</c> is a number of dollars; where the customer's own key
/// at another company was used, that company's charge comes on top. Perplexity's <c>cost</c> is an object with <c>total_cost</c>.
/// </summary>
internal static class StatedCost
{
    private static readonly UsageShape Parts = new(UsageMember.Cost("total_cost", 1));

    private static readonly UsageMember Number = UsageMember.Cost("cost", 1);

    public static UsageMember Member { get; } = UsageMember.Special("cost", static (ref reader, ref slots) =>
        reader.TokenType == JsonTokenType.StartObject ? Parts.TryRead(ref reader, ref slots) : Number.Read(ref reader, ref slots));

    /// <summary>Whether a key of the customer's own was used elsewhere.</summary>
    public static UsageMember OwnKey { get; } = UsageMember.Special("is_byok", static (ref reader, ref slots) =>
    {
        if (reader.TokenType == JsonTokenType.True) slots[UsageSlot.OwnKey] = 1;
        else reader.Skip();
        return true;
    });

    public static UsageMember Details { get; } = UsageMember.Within("cost_details", UsageMember.Special("upstream_inference_cost", static (ref reader, ref slots) =>
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var cost) && cost >= 0) slots.CostElsewhere = cost;
        else reader.Skip();
        return true;
    }));
}
