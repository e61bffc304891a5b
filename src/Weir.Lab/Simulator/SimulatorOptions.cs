using System.Net;

namespace Weir.Lab.Simulator;

/// <summary>How a simulated provider is started.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where it listens; port 0 takes a free one. Default 127.0.0.1:0.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Answers, ids and embeddings follow from this number and the request. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// When set, requests must carry it as <c>Authorization: Bearer</c>, or as <c>x-api-key</c> (Anthropic), <c>x-goog-api-key</c>
    /// or <c>?key=</c> (Gemini); for Bedrock any SigV4 signature does too. Default: no key is asked for.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// What is said to whatever asks for text, in every model. An assistant's last message that is its beginning is gone on
    /// from, as providers do that take a prefill. Default: made-up text that follows from the request.
    /// </summary>
    public string? Answer { get; init; }

    /// <summary>
    /// How many requests are worked on at a time; the others wait in the order of their coming, without a word, as at a provider that is
    /// short of capacity or a server with a full batch. Default: any number.
    /// </summary>
    public int? Slots { get; init; }

    /// <summary>How many of the latest requests are kept for inspection, 0 for none. Default 1000.</summary>
    public int KeepRequests { get; init; } = 1000;
}
