using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Reads Gemini's <c>usageMetadata</c>, where cached tokens are part of <c>promptTokenCount</c>, but neither are thoughts part of
/// <c>candidatesTokenCount</c> nor what tools brought in part of <c>promptTokenCount</c>.
/// </summary>
public static class UsageReader
{
    private static readonly UsageShape Shape = new(
    [
        UsageMember.Count("promptTokenCount", UsageSlot.Input),
        UsageMember.Count("toolUsePromptTokenCount", UsageSlot.ToolInput),
        UsageMember.Count("candidatesTokenCount", UsageSlot.Output),
        UsageMember.Count("thoughtsTokenCount", UsageSlot.Reasoning),
        UsageMember.Count("cachedContentTokenCount", UsageSlot.CachedInput),
        UsageMember.Count("totalTokenCount", UsageSlot.Total),
        ByModality("promptTokensDetails", UsageSlot.AudioInput, UsageSlot.ImageInput),
        ByModality("cacheTokensDetails", UsageSlot.CachedAudio, UsageSlot.CachedImage),
        ByModality("candidatesTokensDetails", UsageSlot.AudioOutput, UsageSlot.ImageOutput),
        UsageMember.Tier("serviceTier"),
        // Vertex's name for it.
        UsageMember.Tier("trafficType"),
    ]);

    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usageMetadata</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, names no token count, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => Shape.TryRead(json, Normalise, out usage);

    private static TokenUsage? Normalise(ref UsageSlots slots)
    {
        // A total alone does not say what was read and what was written, which cost differently.
        var totalAlone = !slots.States(UsageSlot.Input) && !slots.States(UsageSlot.Output) && (slots[UsageSlot.Total] > 0 || !slots.States(UsageSlot.Total));
        if (totalAlone) return null;
        return new TokenUsage(
            slots[UsageSlot.Input] + slots[UsageSlot.ToolInput], slots[UsageSlot.Output] + slots[UsageSlot.Reasoning], slots[UsageSlot.CachedInput], 0,
            slots[UsageSlot.Reasoning], slots[UsageSlot.AudioInput], slots[UsageSlot.AudioOutput], 0, slots.Extras(), slots.Tier);
    }

    /// <summary>A list of counts by modality. Text, documents and film have no slots: they cost what text does.</summary>
    private static UsageMember ByModality(string name, UsageSlot audio, UsageSlot image)
    {
        var item = new UsageShape(UsageMember.Count("tokenCount", UsageSlot.Input), UsageMember.Special("modality", static (ref reader, ref slots) =>
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("AUDIO"u8)) slots[UsageSlot.AudioInput] = 1;
            else if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("IMAGE"u8)) slots[UsageSlot.ImageInput] = 1;
            else reader.Skip();
            return true;
        }));
        return UsageMember.List(name, (ref reader, ref slots) =>
        {
            var one = default(UsageSlots);
            if (!item.TryRead(ref reader, ref one)) return false;
            if (one.States(UsageSlot.AudioInput)) slots[audio] += one[UsageSlot.Input];
            if (one.States(UsageSlot.ImageInput)) slots[image] += one[UsageSlot.Input];
            return true;
        });
    }
}
