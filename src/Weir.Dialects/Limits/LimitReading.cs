namespace Weir.Dialects.Limits;

/// <summary>What an answer's headers say of one limit; null is what they do not say.</summary>
/// <param name="Limit">How much it is in all. Nobody says over which time: OpenAI and Anthropic mean a minute, Groq's requests are of a day.</param>
/// <param name="Remaining">How much is left. Anthropic rounds tokens to thousands.</param>
/// <param name="Reset">In how long all of it is there again.</param>
public readonly record struct LimitReading(long? Limit, long? Remaining, TimeSpan? Reset);
