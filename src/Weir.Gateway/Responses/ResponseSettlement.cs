using Microsoft.Extensions.Logging;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Responses;

/// <summary>
/// Asks after responses that were at work when their call ended, for a client or on Weir's own account; the end of one, whoever
/// sees it first, settles its call.
/// </summary>
internal sealed class ResponseSettlement(ProviderResponses provider, UnsettledStore unsettled, ResponseStore store, SettledMetrics metrics, TimeProvider time, ILogger<ResponseSettlement> log)
{
    /// <summary>
    /// For how long a provider has to say that it has no such response. One that has several machines may not know everywhere at
    /// once what it has taken in, and a wrong address in the configuration for a moment must not make all costs unknown.
    /// </summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromMinutes(10);

    /// <summary>Asks the provider once, and settles the call if the response has come to an end.</summary>
    /// <returns>The response object as it is now, or null when the provider did not say.</returns>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(UnsettledResponse response, HttpMethod method, string ending, CancellationToken cancellationToken)
    {
        var said = await provider.AskAsync(response.Deployment, response.ResponseId, method, ending, cancellationToken);
        if (said.Body is { } body)
        {
            if (!ResponseState.IsAtWork(body)) await SettleAsync(response, ResponseState.SettlementOf(body, response), body);
            else if (response.ForgottenAt is not null) await unsettled.NoteForgottenAsync(response, null);
            return body;
        }
        // A server that has no such path says the same to a cancellation.
        return said.IsForgotten && method == HttpMethod.Get ? await DoubtAsync(response) : null;
    }

    /// <summary>Asks the provider on Weir's own account, the last time when the response is over its time.</summary>
    public async Task SettleOrWaitAsync(UnsettledResponse response, CancellationToken cancellationToken)
    {
        var isLast = time.GetUtcNow() >= TimeOf(response.ExpiresAt);
        var body = await AskAsync(response, HttpMethod.Get, "", cancellationToken);
        if (isLast && (body is null || ResponseState.IsAtWork(body.Value.Span))) await GiveUpAsync(response, "it did not come to an end within its retention");
    }

    /// <summary>Writes how a response ended into the ledger, unless that was done before.</summary>
    public async Task SettleAsync(UnsettledResponse response, Settlement settlement, ReadOnlyMemory<byte>? body)
    {
        if (await unsettled.SettleAsync(response, settlement, body) is not { } settled) return;
        metrics.Count(settled);
        // Its tenant holds more now.
        await Task.Run(store.Changed);
    }

    private async Task<ReadOnlyMemory<byte>?> DoubtAsync(UnsettledResponse response)
    {
        var now = time.GetUtcNow();
        if (response.ForgottenAt is { } since) return now - TimeOf(since) >= Doubt ? await GiveUpAsync(response, "its provider does not know it any more") : null;
        await unsettled.NoteForgottenAsync(response, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        return null;
    }

    /// <returns>The response object as its client is shown it from now on; null when it is not stored any more.</returns>
    private async Task<ReadOnlyMemory<byte>?> GiveUpAsync(UnsettledResponse response, string why)
    {
        var stored = await store.FindAsync(response.ResponseId, response.Tenant);
        ReadOnlyMemory<byte>? body = null;
        // Not as one expression: there, null would become an empty text.
        if (stored is not null && stored.CreatedAt == response.StartedAt) body = ResponseState.AsLost(stored.Body.Span);
        if (await unsettled.SettleAsync(response, ResponseState.Unknown, body) is not { } settled) return body;
        metrics.Count(settled);
        ResponsesLog.UsageUnknown(log, response.CallId, why);
        return body;
    }

    private static DateTimeOffset TimeOf(long micros) => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(micros);
}
