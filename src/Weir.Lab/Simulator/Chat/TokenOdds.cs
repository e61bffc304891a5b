using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Chat;

/// <summary>
/// Plausible probabilities: the token that was chosen has at least one half, the alternatives share the rest, so that they never
/// sum to more than one.
/// </summary>
internal static class TokenOdds
{
    /// <summary>Tokens that might stand in one place, the chosen one first.</summary>
    /// <param name="token">The token that was chosen.</param>
    /// <param name="top">How many, the chosen one included; it is given even if none are wanted.</param>
    public static IReadOnlyList<(string Token, double Logprob)> Of(string token, int top)
    {
        var random = new SeededRandom(StableHash.Add(StableHash.Start, token));
        var probability = 0.5 + (0.49 * random.NextUnit());
        var odds = new List<(string, double)> { (token, Logarithm(probability)) };
        var left = 1 - probability;
        for (var rank = 1; rank < top; rank++)
        {
            left /= 2;
            odds.Add(($" {PseudoText.Word(random)}{rank}", Logarithm(left)));
        }

        return odds;
    }

    private static double Logarithm(double probability) => Math.Round(Math.Log(probability), 6);
}
