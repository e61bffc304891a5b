using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Identity;

/// <summary>Finds out who is calling and who pays.</summary>
internal sealed class IdentityStage(KeyRing keys) : ICallStage
{
    /// <inheritdoc/>
    public async ValueTask<bool> RunAsync(Call call)
    {
        var (key, error) = await FindAsync(call.Http.Request, call.Model);
        if (key is null) return call.Fail(error!);
        call.Key = key;
        call.Record.KeyId = key.Id;
        call.Record.Tenant = key.Tenant;
        return Attribution.FromHeaders(call) is not { } refused || call.Fail(refused);
    }

    /// <summary>Finds the key that a request carries.</summary>
    /// <returns>The key, or the error to answer with.</returns>
    public ValueTask<(KeyModel? Key, CallError? Error)> FindAsync(HttpRequest request, GatewayModel model)
    {
        var presented = Presented(request);
        if (presented.IsEmpty) return new((null, CallErrors.MissingKey()));
        var hash = KeyHash.Of(presented);
        return keys.TryFind(model, hash, out var key) ? new((key, null)) : FindAgainAsync(hash, model);
    }

    /// <summary>The key may have been made a moment ago by another process.</summary>
    private async ValueTask<(KeyModel? Key, CallError? Error)> FindAgainAsync(KeyHash hash, GatewayModel model)
    {
        await keys.RefreshAsync();
        return keys.TryFind(model, hash, out var key) ? (key, null) : (null, CallErrors.InvalidKey());
    }

    private static ReadOnlySpan<char> Presented(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.TryGetValue(HeaderNames.Authorization, out var authorization)
            && authorization.ToString().AsSpan().Trim() is var value
            && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            && value[7..].Trim() is { IsEmpty: false } bearer) return bearer;
        if (headers.TryGetValue("x-api-key", out var key) && key.ToString().AsSpan().Trim() is { IsEmpty: false } named) return named;
        if (headers.TryGetValue("api-key", out key) && key.ToString().AsSpan().Trim() is { IsEmpty: false } azure) return azure;
        if (headers.TryGetValue("x-goog-api-key", out key) && key.ToString().AsSpan().Trim() is { IsEmpty: false } google) return google;
        // Gemini's oldest way. Addresses end up in logs, so no other dialect gets it.
        return ClientDialects.Of(request) == Dialect.Gemini || request.Path.Value!.Contains(':', StringComparison.Ordinal)
            ? request.Query["key"].ToString().AsSpan().Trim()
            : default;
    }
}
