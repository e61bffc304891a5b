using Weir.Dialects.Usage;

namespace Weir.Dialects.Needs;

/// <summary>How far the answer to a request can go: what bounds from above what it may use. What a request leaves open is said to be open.</summary>
public readonly record struct RequestExtent
{
    /// <summary>
    /// Bytes of the request that are no picture and no recording. A token of text is a byte at least, in all that tokenise bytes or fall back to
    /// them (BPE over bytes: GPT, Claude, Llama, Qwen; SentencePiece with byte fallback: Gemini, Mistral); and what a message adds
    /// (3 to 5 tokens) is less than the 20 bytes of JSON that it takes to say that there is one.
    /// </summary>
    public long TextBytes { get; init; }

    /// <summary>How many pictures the request holds, or gives the address of.</summary>
    public int Pictures { get; init; }

    /// <summary>Characters of recordings in base 64.</summary>
    public long AudioCharacters { get; init; }

    /// <summary>Whether it names something whose length it does not tell: files, documents, films, addresses, earlier responses, tools that bring in what they find.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it names tools, which providers explain to their models in words of their own.</summary>
    public bool HasTools { get; init; }

    /// <summary>Most tokens of one answer, as the request says; null where it does not.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>How many answers are made, those that are thrown away too (<c>best_of</c>); at least 1.</summary>
    public int Choices { get; init; }

    /// <summary>Tokens that the model is given to think, as the request says; null where it does not.</summary>
    public long? ThinkingBudget { get; init; }

    /// <summary>Whether it says how much the model is to think.</summary>
    public bool Thinks { get; init; }

    /// <summary>Whether it asks for a part of itself to be kept in the provider's prompt cache.</summary>
    public bool WritesCache { get; init; }

    /// <summary>Whether it asks for that to be kept for an hour.</summary>
    public bool KeepsAnHour { get; init; }

    /// <summary>The service tier that it asks for.</summary>
    public ServiceTier Tier { get; init; }

    /// <summary>Whether the provider may search the web for it.</summary>
    public bool Searches { get; init; }

    /// <summary>How many searches it allows; null where it does not say.</summary>
    public long? MaxSearches { get; init; }
}
