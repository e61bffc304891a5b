namespace Weir.Dialects.Usage;

/// <summary>
/// The tokens of one answer by kind, normalised over all providers: <see cref="Input"/> includes what was read from and
/// written to a prompt cache, <see cref="Output"/> includes reasoning. Counts are never negative.
/// </summary>
/// <param name="Input">All prompt tokens, cached ones included (OpenAI's <c>prompt_tokens</c>).</param>
/// <param name="Output">All generated tokens, reasoning included (OpenAI's <c>completion_tokens</c>).</param>
/// <param name="CachedInput">The part of <paramref name="Input"/> that was read from the provider's prompt cache.</param>
/// <param name="CacheWrite">The part of <paramref name="Input"/> that was written to the provider's prompt cache, for however long.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that was spent on reasoning.</param>
/// <param name="AudioInput">The part of <paramref name="Input"/> that was audio.</param>
/// <param name="AudioOutput">The part of <paramref name="Output"/> that was audio.</param>
/// <param name="CacheWriteHour">The part of <paramref name="CacheWrite"/> that is kept for an hour and not for five minutes.</param>
/// <param name="Extras">What few answers use; null when this one used none of it.</param>
/// <param name="Tier">The service tier that the provider says it has used.</param>
public readonly record struct TokenUsage(
    long Input,
    long Output,
    long CachedInput = 0,
    long CacheWrite = 0,
    long Reasoning = 0,
    long AudioInput = 0,
    long AudioOutput = 0,
    long CacheWriteHour = 0,
    UsageExtras? Extras = null,
    ServiceTier Tier = ServiceTier.Unstated)
{
    /// <summary>What two answers used together. The tier is the first one's, unless only the second has one.</summary>
    public static TokenUsage operator +(in TokenUsage one, in TokenUsage other) => new(
        one.Input + other.Input, one.Output + other.Output, one.CachedInput + other.CachedInput, one.CacheWrite + other.CacheWrite,
        one.Reasoning + other.Reasoning, one.AudioInput + other.AudioInput, one.AudioOutput + other.AudioOutput, one.CacheWriteHour + other.CacheWriteHour,
        UsageExtras.Sum(one.Extras, other.Extras), one.Tier == ServiceTier.Unstated ? other.Tier : one.Tier);

    /// <summary>Input and output together.</summary>
    public long Total => Input + Output;

    /// <summary>The same usage under a tier that was told beside it; one that it states itself stays.</summary>
    public TokenUsage Under(ServiceTier tier) => Tier == ServiceTier.Unstated && tier != ServiceTier.Unstated ? this with { Tier = tier } : this;
}
