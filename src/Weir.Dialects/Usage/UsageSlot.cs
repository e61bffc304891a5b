namespace Weir.Dialects.Usage;

/// <summary>A number that a usage object may state, whatever its provider calls it.</summary>
internal enum UsageSlot
{
    Input,
    Output,
    Total,
    CachedInput,

    /// <summary>The same once more, under another name; the larger one holds.</summary>
    CachedInputAgain,
    CacheWrite,
    CacheWriteHour,
    Reasoning,
    AudioInput,
    CachedAudio,
    AudioOutput,
    ImageInput,
    CachedImage,
    ImageOutput,
    Images,
    AudioMicros,
    WebSearches,

    /// <summary>Input that tools brought, where it is no part of <see cref="Input"/>.</summary>
    ToolInput,

    /// <summary>Used in further rounds that are no part of the other counts (Anthropic's compaction).</summary>
    RoundInput,
    RoundOutput,
    RoundCachedInput,
    RoundCacheWrite,
    RoundCacheWriteHour,
    OtherModels,

    /// <summary>1 where a key of the customer's own was used at another company.</summary>
    OwnKey,
    Tier,

    /// <summary>1 where the answer came from more hardware than usual, whatever its tier.</summary>
    Fast,
}
