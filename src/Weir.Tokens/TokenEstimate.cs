namespace Weir.Tokens;

/// <summary>
/// Rough token counts for texts that no provider counted. English text runs at about four bytes a token in the vocabularies
/// of current models (OpenAI's rule of thumb), and Chinese, Arabic or Hindi at about three bytes of UTF-8 a token; the
/// estimate is within a factor of two for both and is always marked as an estimate where it is kept.
/// </summary>
public static class TokenEstimate
{
    private const int BytesPerToken = 4;

    /// <summary>Estimates tokens from a length.</summary>
    /// <param name="utf8Bytes">Length of the text in UTF-8 bytes, 0 or more.</param>
    /// <returns>0 for an empty text, else at least 1.</returns>
    public static long OfBytes(long utf8Bytes) => (utf8Bytes + BytesPerToken - 1) / BytesPerToken;
}
