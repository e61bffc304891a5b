namespace Weir.Gateway.Limits;

/// <summary>What a limit counts.</summary>
internal enum LimitUnit
{
    Requests,
    InputTokens,
    OutputTokens,

    /// <summary>Input and output together.</summary>
    Tokens,

    /// <summary>Calls under way.</summary>
    Calls,
}
