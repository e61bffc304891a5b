using Weir.Dialects.Needs;
using Weir.Tokens;

namespace Weir.Gateway.Routing;

/// <summary>How much of a model's context a request takes, before anybody has counted it.</summary>
internal static class RequestSize
{
    /// <summary>
    /// About what a picture of a megapixel takes (OpenAI: 765 to 1,105; Anthropic: pixels / 750). A page of a document takes
    /// more, a recording 10 to 32 a second; their lengths are not known.
    /// </summary>
    private const long TokensPerMedium = 1000;

    /// <summary>Estimates the tokens of a request and of the answer that it allows. May be wrong by a factor of two: see <see cref="TokenEstimate"/>.</summary>
    public static long TokensOf(in RequestNeeds needs) =>
        TokenEstimate.OfBytes(needs.TextBytes) + (TokensPerMedium * needs.Media) + Math.Max(0, needs.MaxOutputTokens ?? 0);
}
