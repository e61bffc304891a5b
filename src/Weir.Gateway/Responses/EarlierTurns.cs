using Weir.Gateway.Calls;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>
/// Reads all that was said before, for an upstream that has to be told. Only then: where the provider has the conversation
/// itself, reading it would make each turn cost as much as all turns before it.
/// </summary>
internal sealed class EarlierTurns(ResponseStore store)
{
    /// <summary>Gives a call what it goes on from.</summary>
    /// <returns>Why that cannot be had, or null.</returns>
    public async ValueTask<CallError?> ReadAsync(Call call)
    {
        if (call.Previous is not { } previous) return null;
        // Had the client said it all itself, this limit would have held too.
        var limit = call.Model.Limits.RequestBody;
        try
        {
            var history = await store.HistoryAsync(previous.Id, call.Key!.Tenant, limit);
            call.History = history.Turns;
            return ErrorOf(history, previous.Id, limit);
        }
        catch (StorageException)
        {
            return CallErrors.NotRecording();
        }
    }

    /// <summary>Why a history cannot be had, as clients are told; or null.</summary>
    public static CallError? ErrorOf(ResponseHistory history, string id, long limit)
    {
        if (history.IsTooLong) return CallErrors.HistoryTooLong(ResponseStore.LongestHistory);
        if (history.IsTooLarge) return CallErrors.HistoryTooLarge(limit);
        return history.Missing is { } missing ? CallErrors.HistoryGone(id, missing) : null;
    }
}
