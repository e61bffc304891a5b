namespace Weir.Gateway.Pricing;

/// <summary>What is known of each <see cref="PriceKind"/>.</summary>
internal static class PriceKinds
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<PriceKind> All { get; } = Enum.GetValues<PriceKind>();

    /// <summary>Whether its price is for a million tokens; it is for one of whatever it is otherwise.</summary>
    public static bool IsPerMillion(PriceKind kind) => kind < PriceKind.Image;

    /// <summary>Its name in price books, in the ledger and on the command line.</summary>
    public static string NameOf(PriceKind kind) => kind switch
    {
        PriceKind.Input => "input",
        PriceKind.CachedInput => "cached_input",
        PriceKind.CacheWrite => "cache_write",
        PriceKind.CacheWriteHour => "cache_write_hour",
        PriceKind.AudioInput => "audio_input",
        PriceKind.CachedAudio => "cached_audio",
        PriceKind.ImageInput => "image_input",
        PriceKind.CachedImage => "cached_image",
        PriceKind.Output => "output",
        PriceKind.Reasoning => "reasoning",
        PriceKind.AudioOutput => "audio_output",
        PriceKind.ImageOutput => "image_output",
        PriceKind.Image => "image",
        PriceKind.AudioSecond => "audio_second",
        PriceKind.WebSearch => "web_search",
        PriceKind.Request => "request",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
    };

    /// <summary>Reads a name back.</summary>
    /// <returns>False when no kind has this name.</returns>
    public static bool TryParse(string name, out PriceKind kind)
    {
        foreach (var candidate in All)
        {
            if (NameOf(candidate) != name) continue;
            kind = candidate;
            return true;
        }
        kind = default;
        return false;
    }
}
