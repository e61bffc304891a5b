using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>Finds the response that a call goes on from, and whether its tenant may keep another one.</summary>
internal sealed class HistoryStage(ResponseStore store, ResponseQuota quota) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call)
    {
        var goesOn = call.Head!.PreviousResponse is not null && (call.Endpoint.Dialect == Dialect.Responses || call.Endpoint.Operation == Operation.Relay);
        var isFull = ResponseKeeper.Keeps(call) && quota.IsReached(call.Key!.Tenant, call.Model.Responses.TenantBytes);
        return goesOn || isFull ? LookAsync(call, goesOn ? call.Head.PreviousResponse : null, isFull) : new(true);
    }

    private async ValueTask<bool> LookAsync(Call call, string? previous, bool isFull)
    {
        try
        {
            if (isFull && await quota.ExcessAsync(call.Key!.Tenant, call.Model.Responses.TenantBytes) is { } held)
                return call.Fail(CallErrors.ResponsesFull(held, call.Model.Responses.TenantBytes));
            if (previous is null) return true;
            call.Previous = await store.LinkAsync(previous, call.Key!);
        }
        catch (StorageException)
        {
            return call.Fail(CallErrors.NotRecording());
        }
        return call.Previous is not null || call.Fail(CallErrors.PreviousResponseNotFound(previous));
    }
}
