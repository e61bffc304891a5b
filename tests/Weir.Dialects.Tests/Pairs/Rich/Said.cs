namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>What an answer holds beside text and calls.</summary>
public enum Said
{
    /// <summary>How likely each token was.</summary>
    Logprobs,

    /// <summary>Sources of the text.</summary>
    Sources,

    /// <summary>A picture behind the text.</summary>
    Picture,

    /// <summary>A step that the provider took by itself, before the text.</summary>
    Work,

    /// <summary>Something that nobody knows yet, behind the text.</summary>
    Hologram,
}
