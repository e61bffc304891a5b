using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Identity;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Responses;

/// <summary>What clients do with responses that they have: look at them again, forget them, cancel those that are still at work.</summary>
internal sealed class StoredResponsesEndpoint(ConfigWatcher configuration, IdentityStage identity, ResponseStore store, UnsettledStore unsettled, ResponseSettlement settlement, ProviderResponses provider, UpstreamClients clients, TimeProvider time)
{
    private const int MostItems = 100;
    private const int UsualItems = 20;

    /// <summary>GET /v1/responses/{id}</summary>
    public async Task FindAsync(HttpContext http)
    {
        if (await StoredAsync(http) is not { } stored) return;
        if (http.Request.Query["stream"] == "true")
        {
            await GatewayRoutes.RefuseAsync(http, CallErrors.NotStreamable());
            return;
        }
        if (stored.Deployment is not null && ResponseState.IsAtWork(stored.Body.Span)) stored = await RefreshAsync(stored, HttpMethod.Get, "", http.RequestAborted);
        await WriteAsync(http, stored.Body);
    }

    /// <summary>DELETE /v1/responses/{id}</summary>
    public async Task DeleteAsync(HttpContext http)
    {
        if (await StoredAsync(http) is not { } stored) return;
        var open = await EndAsync(stored, http.RequestAborted);
        // The provider's copy goes first: a copy that nobody knows of any more could never be forgotten.
        if (stored.Deployment is not null && await ForgetAtProviderAsync(stored, http.RequestAborted) is { } error)
        {
            await GatewayRoutes.RefuseAsync(http, error);
            return;
        }
        if (open is not null) await settlement.SettleAsync(open, ResponseState.Deleted, null);
        await store.DeleteAsync(stored.Id, stored.Tenant);
        await WriteAsync(http, Encoding.UTF8.GetBytes($$"""{"id":"{{JsonEncodedText.Encode(stored.Id)}}","object":"response","deleted":true}"""));
    }

    /// <summary>POST /v1/responses/{id}/cancel</summary>
    public async Task CancelAsync(HttpContext http)
    {
        if (await StoredAsync(http) is not { } stored) return;
        var isAtWork = ResponseState.IsAtWork(stored.Body.Span);
        if (stored.Deployment is null || !(isAtWork || ResponseState.IsBackground(stored.Body.Span)))
        {
            await GatewayRoutes.RefuseAsync(http, CallErrors.NotCancellable(stored.Id));
            return;
        }
        // One that has ended stays as it is: cancelling twice is no mistake.
        if (isAtWork) stored = await RefreshAsync(stored, HttpMethod.Post, "/cancel", http.RequestAborted);
        await WriteAsync(http, stored.Body);
    }

    /// <summary>GET /v1/responses/{id}/input_items, the newest first unless asked otherwise.</summary>
    public async Task InputItemsAsync(HttpContext http)
    {
        if (await StoredAsync(http) is not { } stored) return;
        var limit = configuration.Current.Limits.RequestBody;
        var history = await store.HistoryAsync(stored.Id, stored.Tenant, limit);
        if (EarlierTurns.ErrorOf(history, stored.Id, limit) is { } error)
        {
            await GatewayRoutes.RefuseAsync(http, error);
            return;
        }
        var items = ResponseItems.Of(history.Turns);
        var query = http.Request.Query;
        if (query["order"] != "asc") items.Reverse();
        if (query["after"].ToString() is { Length: > 0 } after) items = [.. items.SkipWhile(item => item.Id != after).Skip(1)];
        var wanted = int.TryParse(query["limit"], out var asked) ? Math.Clamp(asked, 1, MostItems) : UsualItems;
        await WriteAsync(http, ResponseItems.Page([.. items.Take(wanted)], hasMore: items.Count > wanted));
    }

    private async Task<StoredResponse?> StoredAsync(HttpContext http)
    {
        var (key, error) = await identity.FindAsync(http.Request, configuration.Current);
        var id = http.Request.RouteValues["id"] as string ?? "";
        if (key is not null && await store.FindAsync(id, key.Tenant) is { } stored && StoredResponse.IsThereFor(key, stored.Models)) return stored;
        await GatewayRoutes.RefuseAsync(http, error ?? CallErrors.ResponseNotFound(id));
        return null;
    }

    /// <summary>Asks the provider for a response that was not finished when it was last seen; its end is kept, and settles its call.</summary>
    private async Task<StoredResponse> RefreshAsync(StoredResponse stored, HttpMethod method, string ending, CancellationToken cancellationToken)
    {
        if (await unsettled.FindAsync(stored) is { } open)
            return await settlement.AskAsync(open, method, ending, cancellationToken) is { } now ? stored with { Body = now } : stored;
        // Settled in this moment by somebody else, or stored by a Weir that did not settle.
        if ((await provider.AskAsync(stored.Deployment!, stored.Id, method, ending, cancellationToken)).Body is not { } body) return stored;
        stored = stored with { Body = body };
        // Only an end is kept: an earlier state that comes late must not take its place.
        if (!ResponseState.IsAtWork(body)) await store.UpdateAsync(stored);
        return stored;
    }

    /// <summary>Calls off what the provider is still at work on, before it is forgotten: nobody could learn any more what it used.</summary>
    /// <returns>What is still not settled, or null.</returns>
    private async Task<UnsettledResponse?> EndAsync(StoredResponse stored, CancellationToken cancellationToken)
    {
        if (await unsettled.FindAsync(stored) is not { } open) return null;
        var said = await settlement.AskAsync(open, HttpMethod.Post, "/cancel", cancellationToken);
        // What cannot be cancelled may have ended a moment ago.
        if (said is null) await settlement.AskAsync(open, HttpMethod.Get, "", cancellationToken);
        return await unsettled.FindAsync(stored);
    }

    /// <returns>Why the provider may still have it, or null.</returns>
    private async Task<CallError?> ForgetAtProviderAsync(StoredResponse stored, CancellationToken cancellationToken)
    {
        if (!configuration.Current.Deployments.TryGetValue(stored.Deployment!, out var deployment)) return null;
        using var patience = new CancellationTokenSource(deployment.Timeouts.FirstByte, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await clients.For(deployment.Provider).AskAsync(HttpMethod.Delete, $"/responses/{Uri.EscapeDataString(stored.Id)}", either.Token);
            // Servers that keep nothing know neither the response nor the request.
            return response.IsSuccessStatusCode || (int)response.StatusCode is 404 or 405 or 501
                ? null
                : UpstreamErrors.Unreachable(deployment.Provider.Name, "delete", $"status {(int)response.StatusCode}; the response is not forgotten");
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && !cancellationToken.IsCancellationRequested)
        {
            return UpstreamErrors.Unreachable(deployment.Provider.Name, "delete", "the response is not forgotten");
        }
    }

    private async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        http.Response.Headers["x-request-id"] = CallId.New(time);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
