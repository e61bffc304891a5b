using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Endpoints;

/// <summary>
/// Everything below <c>/v1</c> that Weir has no route for: passed on as it is where the operator has named a deployment for it
/// (<c>server.relay_to</c>), unknown otherwise. What lies behind those routes (files, batches) belongs to the provider's
/// account, which all tenants share; that is why it is the operator's decision.
/// </summary>
internal sealed class RelayRoute(CallPath path, ConfigWatcher configuration)
{
    /// <summary>Answers one request.</summary>
    public Task RunAsync(HttpContext http) => configuration.Current.RelayTo is null
        ? GatewayRoutes.NotFoundAsync(http)
        : path.RunAsync(http, new CallEndpoint("relay", Dialect.Chat, Operation.Relay, http.Request.Path.Value!) { MayStream = true });
}
