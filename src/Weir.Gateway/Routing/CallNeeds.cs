using Weir.Dialects.Needs;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Routing;

/// <summary>What a call needs of the deployment that answers it; worked out only where some deployment of its route cannot do everything.</summary>
/// <param name="Capabilities">What the request asks for beyond text.</param>
/// <param name="Tokens">About how many tokens the request and the answer that it allows have together.</param>
internal sealed record CallNeeds(Capabilities Capabilities, long Tokens)
{
    /// <summary>Reads a call's request.</summary>
    /// <returns>Null where any deployment will do.</returns>
    public static CallNeeds? Of(Call call)
    {
        if (!call.Route!.IsSelective || call.Endpoint.Operation != Operation.Generate) return null;
        var needs = NeedsReader.Read(call.Endpoint.Dialect, call.Body!.Bytes.Span);
        return new CallNeeds(CapabilitiesOf(needs), RequestSize.TokensOf(needs));
    }

    private static Capabilities CapabilitiesOf(in RequestNeeds needs)
    {
        var all = Capabilities.None;
        if (needs.Tools) all |= Capabilities.Tools;
        if (needs.Images) all |= Capabilities.Images;
        if (needs.Audio) all |= Capabilities.Audio;
        if (needs.Files) all |= Capabilities.Files;
        if (needs.Schema) all |= Capabilities.Schema;
        return all;
    }
}
