namespace Weir.Dialects.Anthropic;

/// <summary>How a model can be asked to think.</summary>
internal enum ThinkingStyle
{
    /// <summary>It decides by itself how much it thinks, and takes an effort.</summary>
    Adaptive,

    /// <summary>It takes a number of tokens.</summary>
    Budget,

    /// <summary>It does not think.</summary>
    None,
}
