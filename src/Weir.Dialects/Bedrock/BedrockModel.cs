namespace Weir.Dialects.Bedrock;

/// <summary>What a model's identifier says of what it can be told beside what Converse unifies.</summary>
/// <param name="name">Such as <c>eu.anthropic.claude-sonnet-4-5-20250929-v1:0</c>, or an ARN.</param>
internal sealed class BedrockModel(string name)
{
    /// <summary>Whether it is one of Anthropic's.</summary>
    public bool IsAnthropic { get; } = name.Contains("anthropic.", StringComparison.Ordinal);

    /// <summary>Whether it is one of Amazon's Nova models.</summary>
    public bool IsNova { get; } = name.Contains("amazon.nova", StringComparison.Ordinal);

    /// <summary>Whether it takes marks of what is worth keeping in its prompt cache; what an inference profile hides is taken at the client's word.</summary>
    public bool TakesCachePoints => IsAnthropic || IsNova || name.Contains(":application-inference-profile/", StringComparison.Ordinal);
}
