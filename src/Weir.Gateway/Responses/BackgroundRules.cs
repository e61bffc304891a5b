using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Responses;

/// <summary>What has to hold for a response that the provider is to work on in the background, so that it can be come back to and paid for.</summary>
internal static class BackgroundRules
{
    /// <summary>Whether the provider is asked to answer at once and to work on by itself.</summary>
    public static bool IsAskedFor(Call call, Dialect api) => call.Head!.Background && call.Endpoint == CallEndpoint.Responses && api == Dialect.Responses;

    /// <summary>Why such a call cannot be made, or null.</summary>
    /// <param name="call">The call.</param>
    /// <param name="passes">Whether its bytes pass as they are.</param>
    public static CallError? Refusal(Call call, bool passes)
    {
        if (call.Head!.Store == false) return CallErrors.BadMember("background", "cannot be true together with store: false: what is not stored cannot be asked for later. Leave store out.");
        if (!ResponseKeeper.Keeps(call))
            return CallErrors.BadMember("background", "cannot be true here: this gateway keeps no responses (responses.retention is 0s), so nobody could ask for it later. Leave background out; the operator can set a retention.");
        return passes ? null : CallErrors.BadMember("background", "cannot be true in a conversation that another provider has begun: it would have to be told anew. Leave background out, or begin a new conversation.");
    }
}
