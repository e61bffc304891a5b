using System.Runtime.CompilerServices;

namespace Weir.Dialects.Usage;

/// <summary>The numbers that a usage object states. A new one states nothing, which is not the same as zeros.</summary>
internal struct UsageSlots
{
    /// <summary>One more than the last <see cref="UsageSlot"/>.</summary>
    private const int Count = (int)UsageSlot.Fast + 1;

    private Numbers _numbers;

    /// <inheritdoc cref="UsageExtras.StatedCost"/>
    public decimal? StatedCost { get; set; }

    /// <summary>What another company charges for the answer, on top where <see cref="UsageSlot.OwnKey"/> is stated; or null.</summary>
    public decimal? CostElsewhere { get; set; }

    /// <inheritdoc cref="UsageExtras.Region"/>
    public string? Region { get; set; }

    /// <summary>The number, 0 when it is not stated.</summary>
    public long this[UsageSlot slot]
    {
        // Kept one higher, so that 0 is what is not stated.
        readonly get => Math.Max(0, _numbers[(int)slot] - 1);
        set => _numbers[(int)slot] = value + 1;
    }

    public readonly bool States(UsageSlot slot) => _numbers[(int)slot] > 0;

    /// <summary>Takes over what a later object of the same answer states. A zero in it is a count that was left out: what was used once does not become nothing.</summary>
    public void Take(ref UsageSlots later)
    {
        for (var slot = default(UsageSlot); (int)slot < Count; slot++)
            if (later[slot] > 0 || (later.States(slot) && !States(slot))) this[slot] = later[slot];
        StatedCost = later.StatedCost ?? StatedCost;
        CostElsewhere = later.CostElsewhere ?? CostElsewhere;
        Region = later.Region ?? Region;
    }

    /// <summary>The service tier, which has a price of its own.</summary>
    public readonly ServiceTier Tier => States(UsageSlot.Fast) ? ServiceTier.Fast : (ServiceTier)this[UsageSlot.Tier];

    /// <summary>What few answers use, or null when this one used none of it.</summary>
    public readonly UsageExtras? Extras()
    {
        var any = this[UsageSlot.CachedAudio] | this[UsageSlot.ImageInput] | this[UsageSlot.CachedImage] | this[UsageSlot.ImageOutput] | this[UsageSlot.Images]
            | this[UsageSlot.AudioMicros] | this[UsageSlot.WebSearches] | this[UsageSlot.OtherModels];
        if (any == 0 && Region is null && StatedCost is null) return null;
        return new UsageExtras
        {
            CachedAudio = this[UsageSlot.CachedAudio],
            ImageInput = this[UsageSlot.ImageInput],
            CachedImage = this[UsageSlot.CachedImage],
            ImageOutput = this[UsageSlot.ImageOutput],
            Images = this[UsageSlot.Images],
            AudioMicros = this[UsageSlot.AudioMicros],
            WebSearches = this[UsageSlot.WebSearches],
            OtherModels = this[UsageSlot.OtherModels],
            Region = Region,
            StatedCost = States(UsageSlot.OwnKey) ? StatedCost + (CostElsewhere ?? 0) : StatedCost,
        };
    }

    [InlineArray(Count)]
    private struct Numbers
    {
        private long _first;
    }
}
