using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>Finds what was said before, for calls that go on from an earlier response.</summary>
internal sealed class HistoryStage(ResponseStore store) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call) =>
        call.Endpoint.Dialect == Dialect.Responses && call.Head!.PreviousResponse is { } previous ? FindAsync(call, previous) : new(true);

    private async ValueTask<bool> FindAsync(Call call, string previous)
    {
        try
        {
            call.History = await store.HistoryAsync(previous, call.Key!.Tenant);
        }
        catch (StorageException)
        {
            return call.Fail(CallErrors.NotRecording());
        }
        return call.History.Count > 0 || call.Fail(CallErrors.PreviousResponseNotFound(previous));
    }
}
