namespace Weir.Gateway.Pricing;

/// <summary>What a provider charges for, each by a price of its own. Each is a key of the price book, by <see cref="PriceKinds.NameOf"/>.</summary>
internal enum PriceKind
{
    /// <summary>Input that is nothing of what follows.</summary>
    Input,

    /// <summary>Input read from the provider's prompt cache.</summary>
    CachedInput,

    /// <summary>Input written to the cache for five minutes, or for as long as the provider keeps it by itself.</summary>
    CacheWrite,

    /// <summary>Input written to the cache for an hour.</summary>
    CacheWriteHour,

    /// <summary>Audio among the input.</summary>
    AudioInput,

    /// <summary>Audio read from the cache.</summary>
    CachedAudio,

    /// <summary>Pictures among the input.</summary>
    ImageInput,

    /// <summary>Pictures read from the cache.</summary>
    CachedImage,

    /// <summary>Output that is nothing of what follows.</summary>
    Output,

    /// <summary>Reasoning, where it costs something else than output.</summary>
    Reasoning,

    /// <summary>Audio among the output.</summary>
    AudioOutput,

    /// <summary>Pictures among the output.</summary>
    ImageOutput,

    /// <summary>One picture made, where pictures and not their tokens are charged.</summary>
    Image,

    /// <summary>One second of audio taken in, where time and not tokens are charged.</summary>
    AudioSecond,

    /// <summary>One search of the web that the provider made.</summary>
    WebSearch,

    /// <summary>One request, whatever it asks for.</summary>
    Request,
}
