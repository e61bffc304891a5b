using Weir.Dialects.Needs;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Coalescing;

/// <summary>Says which calls may be given an answer that was made for another.</summary>
internal static class Sameness
{
    /// <summary>Whether a call shares its answer with others that ask the same at the same time.</summary>
    public static bool IsShared(Call call) => call.Route is { } route && route.Coalesce switch
    {
        CoalesceMode.Off => false,
        CoalesceMode.All => call.Endpoint.Operation == Operation.Embed || IsAnswer(call),
        _ => CanRepeat(call),
    };

    /// <summary>Whether a call asks for what it would be answered again.</summary>
    public static bool CanRepeat(Call call) => call.Endpoint.Operation == Operation.Embed || (IsAnswer(call) && Determinism.IsAskedFor(call.Body!.Bytes.Span));

    /// <summary>A response that is stored is a thing of its own, which its client may delete; and an array cannot be ended with an error of another call.</summary>
    private static bool IsAnswer(Call call) => call.Endpoint.Operation == Operation.Generate && !ResponseKeeper.Keeps(call) && !CallTranslation.WantsArray(call);
}
