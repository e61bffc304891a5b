using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Whether a client wants to know how likely the answer's tokens were: <c>logprobs</c> (true) and <c>top_logprobs</c> among the options.</summary>
internal static class LogprobsWish
{
    /// <summary>Takes the wish out of the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="most">How many tokens are wanted that might have stood in each place; null when none are.</param>
    /// <returns>Whether anything is wanted. If not, what asks for nothing stays where it is.</returns>
    public static bool TryTake(Options options, out JsonCursor? most)
    {
        var wants = options.TryPeek("logprobs", out var flag) && flag.Kind == JsonValueKind.True;
        most = options.TryPeek("top_logprobs", out var count) && count.Kind == JsonValueKind.Number && !NeutralOptions.Is("top_logprobs", count.Element) ? count : null;
        if (!wants && most is null) return false;
        options.Settle("logprobs", "top_logprobs");
        return true;
    }
}
