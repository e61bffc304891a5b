using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Configuration;

/// <summary>The prices that a section states, by kind.</summary>
internal abstract class RatesConfig : ConfigSection
{
    private const string PerMillion = "USD per million tokens";

    [Setting("Price of input that is nothing of what follows.", Unit = PerMillion, Example = "0.25")]
    public decimal? Input { get; set; }

    [Setting("Price of output that is nothing of what follows.", Unit = PerMillion, Example = "2")]
    public decimal? Output { get; set; }

    [Setting("Price of input that the provider read from its cache.", Unit = PerMillion, Default = "unknown: charged as input, and flagged", Example = "0.025")]
    public decimal? CachedInput { get; set; }

    [Setting("Price of input that the provider wrote to its cache.", Unit = PerMillion, Default = "unknown: charged as input, and flagged", Example = "3.75")]
    public decimal? CacheWrite { get; set; }

    [Setting("The same where it is kept for an hour.", Unit = PerMillion, Default = "unknown: charged as cache_write, and flagged", Example = "6")]
    public decimal? CacheWriteHour { get; set; }

    [Setting("Price of reasoning.", Unit = PerMillion, Default = "that of output", Example = "4")]
    public decimal? Reasoning { get; set; }

    [Setting("Price of audio among the input.", Unit = PerMillion, Default = "unknown: charged as input, and flagged", Example = "1")]
    public decimal? AudioInput { get; set; }

    [Setting("Price of audio that the provider read from its cache.", Unit = PerMillion, Default = "unknown: charged as audio_input, and flagged", Example = "0.1")]
    public decimal? CachedAudio { get; set; }

    [Setting("Price of audio among the output.", Unit = PerMillion, Default = "unknown: charged as output, and flagged", Example = "64")]
    public decimal? AudioOutput { get; set; }

    [Setting("Price of pictures among the input.", Unit = PerMillion, Default = "that of input", Example = "10")]
    public decimal? ImageInput { get; set; }

    [Setting("Price of pictures that the provider read from its cache.", Unit = PerMillion, Default = "that of cached_input", Example = "2.5")]
    public decimal? CachedImage { get; set; }

    [Setting("Price of pictures among the output.", Unit = PerMillion, Default = "unknown: charged as output, and flagged", Example = "40")]
    public decimal? ImageOutput { get; set; }

    [Setting("Price of a picture, where pictures are counted.", Unit = "USD", Default = "unknown: not charged, and flagged", Example = "0.04")]
    public decimal? Image { get; set; }

    [Setting("Price of a second of audio taken in, where time is counted.", Unit = "USD", Default = "unknown: not charged, and flagged", Example = "0.0001")]
    public decimal? AudioSecond { get; set; }

    [Setting("Price of a search of the web that the provider makes.", Unit = "USD", Default = "unknown: not charged, and flagged", Example = "0.01")]
    public decimal? WebSearch { get; set; }

    [Setting("Price of a request, beside its tokens.", Unit = "USD", Example = "0.005")]
    public decimal? Request { get; set; }

    /// <summary>The kinds that are written, with their prices.</summary>
    public IEnumerable<KeyValuePair<PriceKind, decimal>> Stated =>
        PriceKinds.All.Where(kind => Of(kind) is not null).Select(kind => KeyValuePair.Create(kind, Of(kind)!.Value));

    private decimal? Of(PriceKind kind) => kind switch
    {
        PriceKind.Input => Input,
        PriceKind.CachedInput => CachedInput,
        PriceKind.CacheWrite => CacheWrite,
        PriceKind.CacheWriteHour => CacheWriteHour,
        PriceKind.AudioInput => AudioInput,
        PriceKind.CachedAudio => CachedAudio,
        PriceKind.ImageInput => ImageInput,
        PriceKind.CachedImage => CachedImage,
        PriceKind.Output => Output,
        PriceKind.Reasoning => Reasoning,
        PriceKind.AudioOutput => AudioOutput,
        PriceKind.ImageOutput => ImageOutput,
        PriceKind.Image => Image,
        PriceKind.AudioSecond => AudioSecond,
        PriceKind.WebSearch => WebSearch,
        PriceKind.Request => Request,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
    };
}
