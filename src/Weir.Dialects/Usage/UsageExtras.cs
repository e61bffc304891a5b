namespace Weir.Dialects.Usage;

/// <summary>What few answers use beside text. Apart from <see cref="TokenUsage"/>, so that the many need not carry it. Counts are never negative.</summary>
public sealed record UsageExtras
{
    /// <summary>The part of <see cref="TokenUsage.CachedInput"/> that was audio.</summary>
    public long CachedAudio { get; init; }

    /// <summary>The part of <see cref="TokenUsage.Input"/> that was pictures.</summary>
    public long ImageInput { get; init; }

    /// <summary>The part of <see cref="TokenUsage.CachedInput"/> that was pictures.</summary>
    public long CachedImage { get; init; }

    /// <summary>The part of <see cref="TokenUsage.Output"/> that was pictures.</summary>
    public long ImageOutput { get; init; }

    /// <summary>Pictures made, where the provider counts them and not their tokens.</summary>
    public long Images { get; init; }

    /// <summary>Audio taken in, in microseconds, where the provider counts time and not tokens.</summary>
    public long AudioMicros { get; init; }

    /// <summary>Searches of the web that the provider made on the way.</summary>
    public long WebSearches { get; init; }

    /// <summary>Tokens that another model used on the way, which charges its own prices: no part of <see cref="TokenUsage.Input"/> or <see cref="TokenUsage.Output"/>.</summary>
    public long OtherModels { get; init; }

    /// <summary>Where the provider says that it has computed, if that can make a difference to the price (<c>us</c>); or null.</summary>
    public string? Region { get; init; }

    /// <summary>US dollars that the provider says it charges for the answer, or null. Read from answers only: the ledger has the cost.</summary>
    public decimal? StatedCost { get; init; }

    /// <summary>What two answers used together; a region or cost that only one of them states is not that of both.</summary>
    public static UsageExtras? Sum(UsageExtras? one, UsageExtras? other)
    {
        if (one is null || other is null) return (one ?? other) is { StatedCost: not null } single ? single with { StatedCost = null } : one ?? other;
        return new UsageExtras
        {
            CachedAudio = one.CachedAudio + other.CachedAudio,
            ImageInput = one.ImageInput + other.ImageInput,
            CachedImage = one.CachedImage + other.CachedImage,
            ImageOutput = one.ImageOutput + other.ImageOutput,
            Images = one.Images + other.Images,
            AudioMicros = one.AudioMicros + other.AudioMicros,
            WebSearches = one.WebSearches + other.WebSearches,
            OtherModels = one.OtherModels + other.OtherModels,
            Region = one.Region == other.Region ? one.Region : null,
            StatedCost = one.StatedCost + other.StatedCost,
        };
    }
}
