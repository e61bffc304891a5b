namespace Weir.Dialects.Limits;

/// <summary>What a provider limits.</summary>
public enum LimitKind
{
    /// <summary>Requests.</summary>
    Requests,

    /// <summary>Tokens of input and output together.</summary>
    Tokens,

    /// <summary>Tokens of input; Anthropic only.</summary>
    InputTokens,

    /// <summary>Tokens of output; Anthropic only.</summary>
    OutputTokens,
}
