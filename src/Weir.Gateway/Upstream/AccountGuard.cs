using System.Runtime.CompilerServices;
using Weir.Dialects;
using Weir.Dialects.Json;
using Weir.Dialects.Kept;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Upstream;

/// <summary>
/// Keeps tenants that share a provider's account out of what others have left there: files, conversations, containers and the
/// like, which the provider shows to whoever names them with the account's key. What counts is the request as it would be sent.
/// </summary>
internal sealed class AccountGuard(ResponseStore store)
{
    /// <summary>Each is looked up: as many as a conversation may have answers.</summary>
    private const int MostItems = ResponseStore.LongestHistory;

    /// <summary>Looks at a call before it is sent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="provider">Whose account it would reach.</param>
    /// <param name="api">What is spoken there.</param>
    /// <param name="translation">How the call is told there, or null where its bytes pass.</param>
    /// <returns>Why it is not sent, or null.</returns>
    public ValueTask<CallError?> CheckAsync(Call call, ProviderModel provider, Dialect api, CallTranslation? translation)
    {
        if (provider.IsAccountOf(call.Key!.Tenant)) return CheckOwnAsync(call, provider.Name);
        if (call.Endpoint.Name == RelayRoute.Name) return new(CallErrors.AccountClosed(provider.Name));
        // Only in the responses API, and where a body is passed on unread, it was looked up whose it is.
        if (translation is null && call.Previous is null && call.Head!.PreviousResponse is not null) return new(CallErrors.AccountShared(provider.Name, "previous_response_id"));
        var kept = translation is null ? call.Head!.Kept : KeptReader.Find(translation.Request.Span, api);
        if (kept is null) return default;
        if (kept.Field is { } field) return new(CallErrors.AccountShared(provider.Name, field));
        if (kept.At is not { } at) return CheckItemsAsync(call, kept, provider.Name, mayBeUnknown: false);
        var path = JsonPathFinder.At((translation?.Request ?? call.Body!.Bytes).Span, at).ToString();
        return new(CallErrors.AccountShared(provider.Name, path, translation is null ? null : api.ToString().ToLowerInvariant()));
    }

    /// <summary>In the tenant's own account a key that is limited to models still has no sight of what others have said.</summary>
    private ValueTask<CallError?> CheckOwnAsync(Call call, string provider) =>
        call.Key!.Models is null || call.Head!.Kept is not { Items.Count: > 0 } kept ? default : CheckItemsAsync(call, kept, provider, mayBeUnknown: true);

    /// <summary>Items of the tenant's own stored responses are known to be its own.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallError?> CheckItemsAsync(Call call, KeptThings kept, string provider, bool mayBeUnknown)
    {
        if (kept.Items.Count > MostItems) return CallErrors.BadMember("input", $"refers to {kept.Items.Count:N0} items by their identifiers alone; {MostItems:N0} at most.");
        try
        {
            return await store.FindForeignItemAsync(kept.Items, call.Key!, mayBeUnknown) is { } foreign ? CallErrors.ItemNotFound(foreign, provider) : null;
        }
        catch (StorageException)
        {
            return CallErrors.NotRecording();
        }
    }
}
