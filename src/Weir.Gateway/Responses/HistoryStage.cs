using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>Finds what was said before, for calls that go on from an earlier response.</summary>
internal sealed class HistoryStage(ResponseStore store) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call) =>
        call.Head!.PreviousResponse is { } previous && (call.Endpoint.Dialect == Dialect.Responses || call.Endpoint.Operation == Operation.Relay)
            ? FindAsync(call, previous)
            : new(true);

    private async ValueTask<bool> FindAsync(Call call, string previous)
    {
        try
        {
            // Had the client said it all itself, this limit would have held too.
            var limit = call.Model.Limits.RequestBody;
            if (await store.HistoryAsync(previous, call.Key!.Tenant, limit) is not { } history) return call.Fail(CallErrors.HistoryTooLarge(limit));
            call.History = history;
        }
        catch (StorageException)
        {
            return call.Fail(CallErrors.NotRecording());
        }
        return call.History.Count > 0 || call.Fail(CallErrors.PreviousResponseNotFound(previous));
    }
}
