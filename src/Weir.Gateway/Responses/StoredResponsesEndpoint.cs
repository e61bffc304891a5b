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
internal sealed class StoredResponsesEndpoint(ConfigWatcher configuration, IdentityStage identity, ResponseStore store, UpstreamClients clients, TimeProvider time)
{
    private const int MostItems = 100;
    private const int UsualItems = 20;

    /// <summary>GET /v1/responses/{id}</summary>
    public async Task FindAsync(HttpContext http)
    {
        if (await StoredAsync(http) is not { } stored) return;
        if (stored.Deployment is not null && IsAtWork(stored.Body.Span)) stored = await RefreshAsync(stored, HttpMethod.Get, "", http.RequestAborted);
        await WriteAsync(http, stored.Body);
    }

    /// <summary>DELETE /v1/responses/{id}</summary>
    public async Task DeleteAsync(HttpContext http)
    {
        if (await StoredAsync(http) is not { } stored) return;
        // The provider's copy goes first: a copy that nobody knows of any more could never be forgotten.
        if (stored.Deployment is not null && await ForgetAtProviderAsync(stored, http.RequestAborted) is { } error)
        {
            await GatewayRoutes.RefuseAsync(http, error);
            return;
        }
        await store.DeleteAsync(stored.Id, stored.Tenant);
        await WriteAsync(http, Encoding.UTF8.GetBytes($$"""{"id":"{{JsonEncodedText.Encode(stored.Id)}}","object":"response","deleted":true}"""));
    }

    /// <summary>POST /v1/responses/{id}/cancel</summary>
    public async Task CancelAsync(HttpContext http)
    {
        if (await StoredAsync(http) is not { } stored) return;
        if (stored.Deployment is null || !IsAtWork(stored.Body.Span))
        {
            await GatewayRoutes.RefuseAsync(http, CallErrors.NotCancellable(stored.Id));
            return;
        }
        stored = await RefreshAsync(stored, HttpMethod.Post, "/cancel", http.RequestAborted);
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

    /// <summary>Asks the provider for a response that was not finished when it was last seen; what it says is kept.</summary>
    private async Task<StoredResponse> RefreshAsync(StoredResponse stored, HttpMethod method, string ending, CancellationToken cancellationToken)
    {
        if (await AskProviderAsync(stored, method, ending, cancellationToken) is not { } body) return stored;
        stored = stored with { Body = body };
        await store.UpdateAsync(stored);
        return stored;
    }

    /// <returns>The provider's answer, or null when it gave none that can be used.</returns>
    private async Task<byte[]?> AskProviderAsync(StoredResponse stored, HttpMethod method, string ending, CancellationToken cancellationToken)
    {
        if (!configuration.Current.Deployments.TryGetValue(stored.Deployment!, out var deployment)) return null;
        using var patience = new CancellationTokenSource(deployment.Timeouts.FirstByte, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var response = await clients.For(deployment.Provider).AskAsync(method, $"/responses/{Uri.EscapeDataString(stored.Id)}{ending}", either.Token);
            if (!response.IsSuccessStatusCode) return null;
            await response.Content.LoadIntoBufferAsync(configuration.Current.Limits.TranslatedAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return ResponseItems.IsResponse(body) ? body : null;
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
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
                : CallErrors.UpstreamUnreachable(deployment.Provider.Name, "delete", $"status {(int)response.StatusCode}; the response is not forgotten");
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && !cancellationToken.IsCancellationRequested)
        {
            return CallErrors.UpstreamUnreachable(deployment.Provider.Name, "delete", "the response is not forgotten");
        }
    }

    private static bool IsAtWork(ReadOnlySpan<byte> body)
    {
        using var document = StoredJson.Document(body);
        return document.RootElement.TryGetProperty("status"u8, out var status) && status.ValueKind == JsonValueKind.String && (status.ValueEquals("queued"u8) || status.ValueEquals("in_progress"u8));
    }

    private async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        http.Response.Headers["x-request-id"] = CallId.New(time);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
