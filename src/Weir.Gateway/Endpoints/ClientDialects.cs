using Microsoft.AspNetCore.Http;
using Weir.Dialects;

namespace Weir.Gateway.Endpoints;

/// <summary>Tells which dialect a request is made in where its route leaves it open, by what the clients of each dialect send.</summary>
internal static class ClientDialects
{
    public static Dialect Of(HttpRequest request)
    {
        var path = request.Path;
        if (path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) || request.Headers.ContainsKey("anthropic-version")) return Dialect.Messages;
        return path.StartsWithSegments("/v1beta", StringComparison.Ordinal) || request.Headers.ContainsKey("x-goog-api-key") ? Dialect.Gemini : Dialect.Chat;
    }
}
