namespace Weir.Dialects.Usage;

/// <summary>How urgently a provider says that it has worked, which it charges by.</summary>
public enum ServiceTier
{
    /// <summary>It does not say.</summary>
    Unstated,

    /// <summary>The usual one.</summary>
    Standard,

    /// <summary>Within a day, at a lower price.</summary>
    Batch,

    /// <summary>When there is room, at a lower price.</summary>
    Flex,

    /// <summary>Before others, at a higher price.</summary>
    Priority,

    /// <summary>The same model on more hardware for each answer, at a higher price (Anthropic's <c>speed</c>).</summary>
    Fast,

    /// <summary>One that is not charged by the token: capacity that is paid for beforehand.</summary>
    Other,
}
