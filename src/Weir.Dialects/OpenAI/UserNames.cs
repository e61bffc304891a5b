using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI;

/// <summary>Names of users, of which OpenAI takes 64 characters. Agents that speak Anthropic's dialect send longer ones; Weir's ledger has them in any case.</summary>
internal static class UserNames
{
    private const int Longest = 64;

    /// <summary>Keeps those from OpenAI that it would refuse.</summary>
    public static void Settle(Options options)
    {
        foreach (var name in (ReadOnlySpan<string>)["user", "safety_identifier"])
            if (options.TryPeek(name, out var user) && RawJson.Inside(user.Element).Length > Longest) options.Settle(name);
    }
}
