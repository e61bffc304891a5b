using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Endpoints;

/// <summary>
/// Everything below <c>/v1</c> that Weir has no route for: passed on as it is where the operator has named a deployment for it
/// (<c>server.relay_to</c>), unknown otherwise. What lies behind those routes (files, batches) belongs to the provider's
/// account, which tenants may share; that is why it is the operator's decision, and the account guard's.
/// </summary>
internal sealed class RelayRoute(CallPath path, ConfigWatcher configuration)
{
    /// <summary>What the ledger calls it.</summary>
    public const string Name = "relay";

    /// <summary>Answers one request.</summary>
    public Task RunAsync(HttpContext http) => configuration.Current.RelayTo is null || !IsPlain(http.Request.Path.Value!)
        ? GatewayRoutes.NotFoundAsync(http)
        : path.RunAsync(http, new CallEndpoint(Name, Dialect.Chat, Operation.Relay, http.Request.Path.ToUriComponent()) { MayStream = true });

    /// <summary>
    /// Whether a path means the same to every server: no empty segment and no dots, which some servers take out and so arrive at a
    /// route that Weir guards, or outside of the provider's base address.
    /// </summary>
    private static bool IsPlain(string path)
    {
        if (path.Contains('\\', StringComparison.Ordinal) || path.AsSpan().ContainsAnyInRange('\0', '\x1f')) return false;
        // Twice: what is escaped once more here would be undone by the client or the provider.
        for (var again = 0; again < 2; again++)
        {
            path = Uri.UnescapeDataString(path);
            foreach (var segment in path.TrimEnd('/').Split('/').AsSpan(1))
                if (segment is "" or "." or "..") return false;
        }
        return !path.Contains('\\', StringComparison.Ordinal);
    }
}
