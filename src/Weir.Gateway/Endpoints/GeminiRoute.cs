using Microsoft.AspNetCore.Http;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Endpoints;

/// <summary>POST <c>/v1beta/models/MODEL:ENDING</c>: the way in which Gemini's clients name both the model and what they want of it.</summary>
internal sealed class GeminiRoute(CallPath path)
{
    /// <summary>The route's parameter; models are asked about under the same one.</summary>
    public const string Parameter = "model";

    /// <summary>Answers one request.</summary>
    public Task RunAsync(HttpContext http)
    {
        var target = ModelName(http);
        var colon = target.LastIndexOf(':');
        foreach (var endpoint in CallEndpoint.OfGemini)
            if (colon > 0 && target.AsSpan(colon + 1).SequenceEqual(endpoint.Path))
                return path.RunAsync(http, endpoint, target[..colon]);
        return GatewayRoutes.NotFoundAsync(http);
    }

    /// <summary>The model in a route. Clients escape the slash in a name; the server leaves exactly that escape alone.</summary>
    public static string ModelName(HttpContext http) =>
        (http.Request.RouteValues[Parameter] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
