namespace Weir.Dialects.OpenAI.Responses;

/// <summary>
/// What Weir writes before an <c>encrypted_content</c> that is no signature of the item's summary. Clients hand these texts back
/// as they are, and so other providers' proofs survive a conversation in this dialect. No provider's own contain a colon.
/// </summary>
internal static class CarriedSignature
{
    /// <summary>Before thoughts that are enciphered themselves (Anthropic's <c>redacted_thinking</c>).</summary>
    public static ReadOnlySpan<byte> Redacted => "redacted:"u8;

    /// <summary>Before Gemini's signature of the function call that is the next item.</summary>
    public static ReadOnlySpan<byte> NextCall => "call:"u8;

    /// <summary>How identifiers begin that OpenAI gave to thoughts. Those made here begin with <c>rsw_</c>, so that nobody takes them for OpenAI's.</summary>
    public static ReadOnlySpan<byte> OpenAIPrefix => "rs_"u8;
}
