using System.Runtime.CompilerServices;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Ledger;

/// <summary>The counts of a usage, in the order of <see cref="LedgerRows.CountColumns"/>, so that they can be added up and taken off again.</summary>
[InlineArray(Count)]
internal struct UsageCounts
{
    public const int Count = 16;

    private long _first;

    public static UsageCounts Of(in TokenUsage usage)
    {
        var counts = default(UsageCounts);
        (counts[0], counts[1], counts[2], counts[3]) = (usage.Input, usage.Output, usage.CachedInput, usage.CacheWrite);
        (counts[4], counts[5], counts[6], counts[7]) = (usage.Reasoning, usage.AudioInput, usage.AudioOutput, usage.CacheWriteHour);
        if (usage.Extras is not { } extras) return counts;
        (counts[8], counts[9], counts[10], counts[11]) = (extras.CachedAudio, extras.ImageInput, extras.CachedImage, extras.ImageOutput);
        (counts[12], counts[13], counts[14], counts[15]) = (extras.Images, extras.AudioMicros, extras.WebSearches, extras.OtherModels);
        return counts;
    }

    public static UsageCounts Read(Storage.Statement row)
    {
        var counts = default(UsageCounts);
        foreach (ref var count in counts) count = row.NextLong();
        return counts;
    }

    public readonly long Input => this[0];

    public readonly long Output => this[1];

    public readonly long CachedInput => this[2];

    /// <param name="other">What is added.</param>
    /// <param name="times">How often: -1 takes it off.</param>
    public void Add(UsageCounts other, int times)
    {
        for (var i = 0; i < Count; i++) this[i] += other[i] * times;
    }
}
