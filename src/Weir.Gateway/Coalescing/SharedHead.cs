using Microsoft.Extensions.Primitives;
using Weir.Dialects.Limits;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Coalescing;

/// <summary>What a shared answer begins with.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Its headers, without those that name one call.</param>
/// <param name="IsStream">Whether it is a stream of events.</param>
internal sealed record SharedHead(int Status, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, bool IsStream)
{
    /// <summary>Takes what a call's response begins with, or is going to.</summary>
    public static SharedHead Of(Call call, bool isStream) =>
        new(call.Http.Response.StatusCode, [.. call.Http.Response.Headers.Where(header => !IsOwn(header.Key) && !IsOfItsLimits(call, header.Key))], isStream);

    /// <summary>What is left of the limits of whoever asked first is nobody else's.</summary>
    private static bool IsOfItsLimits(Call call, string header) => call.Limits is not null && LimitHeader.TryRead(header, out _, out _);

    /// <summary>The call's own identifier, under both its names, and what the server adds by itself.</summary>
    private static bool IsOwn(string name) => name.ToLowerInvariant() is "x-request-id" or "request-id" or "date" or "transfer-encoding" or "connection";
}
