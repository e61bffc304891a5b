using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing;

/// <summary>
/// What a usage costs, line by line. Every token is on one line only: what is more special comes first, and what is left is input or output.
/// </summary>
internal ref struct Bill
{
    /// <summary>As many as there are kinds.</summary>
    public const int MostLines = (int)PriceKind.Request + 1;

    private const decimal MicrosPerSecond = 1_000_000;

    private readonly PriceModel _price;
    private readonly Span<BillLine> _lines;
    private int _count;

    /// <param name="price">The price.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="room">Where lines are kept, <see cref="MostLines"/> long.</param>
    public Bill(PriceModel price, in TokenUsage usage, Span<BillLine> room)
    {
        _price = price;
        _lines = room;
        Rates = Choose(usage);
        AddInput(usage);
        AddOutput(usage);
        AddPieces(usage.Extras);
        (Region, Factor) = FactorOf(usage.Extras?.Region);
    }

    /// <summary>The prices that hold for the whole of it.</summary>
    public PriceRates Rates { get; }

    /// <summary>What was used and has no price of its own.</summary>
    public PriceGaps Gaps { get; private set; }

    /// <summary>Where it was computed, if that makes a difference; or null.</summary>
    public string? Region { get; }

    /// <summary>What the region makes of the price of tokens.</summary>
    public decimal Factor { get; }

    /// <summary>The lines, without those of which nothing was used.</summary>
    public readonly ReadOnlySpan<BillLine> Lines => _lines[.._count];

    /// <summary>All of it together.</summary>
    public readonly Charge Total
    {
        get
        {
            var (tokens, pieces, isKnown) = (0m, 0m, _count == 0);
            decimal? saved = 0;
            foreach (var line in Lines)
            {
                if (UncachedRate(line.Kind, out var uncached)) saved = uncached - line.Rate is { } less ? saved + (line with { Rate = less }).Amount : null;
                if (PriceKinds.IsPerMillion(line.Kind)) tokens += line.Amount;
                else pieces += line.Amount;
                isKnown |= line.Rate is not null;
            }
            return isKnown ? new Charge(((tokens * Factor) + pieces) * _price.Share, Gaps, saved * Factor * _price.Share) : new Charge(null, Gaps);
        }
    }

    /// <summary>What tokens that were read from a prompt cache would have cost otherwise.</summary>
    /// <returns>False for all other kinds.</returns>
    private readonly bool UncachedRate(PriceKind kind, out decimal? rate)
    {
        rate = kind switch
        {
            PriceKind.CachedInput => Rates[PriceKind.Input],
            PriceKind.CachedAudio => Rates[PriceKind.AudioInput] ?? Rates[PriceKind.Input],
            PriceKind.CachedImage => Rates[PriceKind.ImageInput] ?? Rates[PriceKind.Input],
            _ => null,
        };
        return kind is PriceKind.CachedInput or PriceKind.CachedAudio or PriceKind.CachedImage;
    }

    private PriceRates Choose(in TokenUsage usage)
    {
        var tier = _price.Standard;
        if (usage.Tier is not (ServiceTier.Unstated or ServiceTier.Standard))
        {
            if (_price.Tiers.TryGetValue(usage.Tier, out var own)) tier = own;
            else Gaps |= PriceGaps.ServiceTier;
        }
        // Where long contexts cost more, they hardly cost the same under a tier of which nobody says so.
        if (_price.Standard.IsLong(usage.Input) && !tier.IsLong(usage.Input)) Gaps |= PriceGaps.LongContext;
        return tier.For(usage.Input);
    }

    private void AddInput(in TokenUsage usage)
    {
        var (left, extras) = (usage.Input, usage.Extras);
        // What it costs to read pictures again is what it costs to read text again, unless pictures have a price.
        var cachedImage = Rates[PriceKind.ImageInput] is null ? PriceKind.CachedInput : PriceKind.ImageInput;
        var cachedAudio = Rates[PriceKind.AudioInput] is null ? PriceKind.CachedInput : PriceKind.AudioInput;
        var cached = usage.CachedInput;
        cached -= Add(PriceKind.CachedAudio, Math.Min(extras?.CachedAudio ?? 0, cached), cachedAudio, ref left);
        cached -= Add(PriceKind.CachedImage, Math.Min(extras?.CachedImage ?? 0, cached), cachedImage, ref left, isUsual: Rates[PriceKind.ImageInput] is null);
        Add(PriceKind.CachedInput, cached, PriceKind.Input, ref left);
        Add(PriceKind.CacheWriteHour, usage.CacheWriteHour, PriceKind.CacheWrite, ref left);
        Add(PriceKind.CacheWrite, usage.CacheWrite - usage.CacheWriteHour, PriceKind.Input, ref left);
        Add(PriceKind.AudioInput, usage.AudioInput - (extras?.CachedAudio ?? 0), PriceKind.Input, ref left);
        Add(PriceKind.ImageInput, (extras?.ImageInput ?? 0) - (extras?.CachedImage ?? 0), PriceKind.Input, ref left, isUsual: true);
        Add(PriceKind.Input, left, PriceKind.Input, ref left);
    }

    private void AddOutput(in TokenUsage usage)
    {
        var left = usage.Output;
        Add(PriceKind.AudioOutput, usage.AudioOutput, PriceKind.Output, ref left);
        Add(PriceKind.ImageOutput, usage.Extras?.ImageOutput ?? 0, PriceKind.Output, ref left);
        Add(PriceKind.Reasoning, usage.Reasoning, PriceKind.Output, ref left, isUsual: true);
        Add(PriceKind.Output, left, PriceKind.Output, ref left);
    }

    private void AddPieces(UsageExtras? extras)
    {
        if (PriceOf(PriceKind.Request) is { } request) _lines[_count++] = new BillLine(PriceKind.Request, 1, PriceKind.Request, request);
        if (extras is null) return;
        AddPiece(PriceKind.Image, extras.Images);
        AddPiece(PriceKind.AudioSecond, extras.AudioMicros / MicrosPerSecond);
        AddPiece(PriceKind.WebSearch, extras.WebSearches);
        if (extras.OtherModels > 0) Gaps |= PriceGaps.OtherModels;
    }

    /// <summary>Charges tokens of a kind, as far as there are any left.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="count">How many the provider counted.</param>
    /// <param name="part">The kind that they are part of, whose price holds where theirs is not known.</param>
    /// <param name="left">How many are not charged yet.</param>
    /// <param name="isUsual">Whether the lack of a price says that there is no difference: providers name one where there is.</param>
    /// <returns>How many were charged.</returns>
    private long Add(PriceKind kind, long count, PriceKind part, ref long left, bool isUsual = false)
    {
        count = Math.Clamp(count, 0, left);
        if (count == 0) return 0;
        left -= count;
        var chargedAs = kind;
        if (Rates[kind] is null) chargedAs = Rates[part] is null && kind < PriceKind.Output ? PriceKind.Input : part;
        var isOwn = chargedAs == kind || (isUsual && chargedAs == part);
        if (!isOwn || Rates[chargedAs] is null) Gaps |= PriceGapNames.Of(kind);
        _lines[_count++] = new BillLine(kind, count, chargedAs, Rates[chargedAs]);
        return count;
    }

    private void AddPiece(PriceKind kind, decimal count)
    {
        if (count == 0) return;
        var rate = PriceOf(kind);
        if (rate is null) Gaps |= PriceGapNames.Of(kind);
        _lines[_count++] = new BillLine(kind, count, kind, rate);
    }

    /// <summary>What is no token costs the same under every tier, unless the tier says otherwise.</summary>
    private readonly decimal? PriceOf(PriceKind kind) => Rates[kind] ?? _price.Standard.Rates[kind];

    private (string? Region, decimal Factor) FactorOf(string? told)
    {
        var region = told ?? _price.Region;
        if (region is null) return (null, 1);
        if (_price.Regions.TryGetValue(region, out var factor)) return (region, factor);
        Gaps |= PriceGaps.Region;
        return (region, 1);
    }
}
