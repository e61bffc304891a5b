namespace Weir.Bench.Load;

/// <summary>How many streams to hold open, and what flows in them.</summary>
/// <param name="Url">Up to and including <c>/v1</c>.</param>
/// <param name="Key">What to present, or null.</param>
internal sealed record StreamsOptions(Uri Url, string? Key)
{
    public string Model { get; init; } = "m";

    public int Count { get; init; } = 1000;

    public int Events { get; init; } = 200;

    public int GapMilliseconds { get; init; } = 50;

    /// <summary>Ask in Anthropic's dialect instead of OpenAI's: a proxy before this upstream then has to translate. The gap is the upstream's own.</summary>
    public bool Translated { get; init; }

    /// <summary>Time over which the streams are opened, one after the other; it also spreads their events over the gap.</summary>
    public int RampMilliseconds { get; init; } = 2000;

    public static StreamsOptions From(Arguments args)
    {
        var count = args.Number("count", 1000);
        return new StreamsOptions(new Uri(args.Required("url")), args.Text("key"))
        {
            Model = args.Text("model", "m"),
            Count = count,
            Events = args.Number("events", 200),
            GapMilliseconds = args.Number("gap-ms", 50),
            Translated = args.Has("translated"),
            RampMilliseconds = args.Number("ramp-ms", 2 * count),
        };
    }
}
