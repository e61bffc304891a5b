namespace Weir.Dialects.Usage;

/// <summary>
/// The tokens of one answer by kind, normalised over all providers: <see cref="Input"/> includes what was read from and
/// written to a prompt cache, <see cref="Output"/> includes reasoning. Counts are never negative.
/// </summary>
/// <param name="Input">All prompt tokens, cached ones included (OpenAI's <c>prompt_tokens</c>).</param>
/// <param name="Output">All generated tokens, reasoning included (OpenAI's <c>completion_tokens</c>).</param>
/// <param name="CachedInput">The part of <paramref name="Input"/> that was read from the provider's prompt cache.</param>
/// <param name="CacheWrite">The part of <paramref name="Input"/> that was written to the provider's prompt cache.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that was spent on reasoning.</param>
/// <param name="AudioInput">The part of <paramref name="Input"/> that was audio.</param>
/// <param name="AudioOutput">The part of <paramref name="Output"/> that was audio.</param>
public readonly record struct TokenUsage(
    long Input,
    long Output,
    long CachedInput = 0,
    long CacheWrite = 0,
    long Reasoning = 0,
    long AudioInput = 0,
    long AudioOutput = 0)
{
    /// <summary>The tokens of two answers together.</summary>
    public static TokenUsage operator +(in TokenUsage one, in TokenUsage other) => new(
        one.Input + other.Input, one.Output + other.Output, one.CachedInput + other.CachedInput, one.CacheWrite + other.CacheWrite,
        one.Reasoning + other.Reasoning, one.AudioInput + other.AudioInput, one.AudioOutput + other.AudioOutput);

    /// <summary>Input and output together.</summary>
    public long Total => Input + Output;
}
