using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Ledger;
using Weir.Gateway.Responses;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Passes the upstream's answer on as it comes, all but its end, and learns from it what the ledger needs.</summary>
internal sealed class RelayStage(ILogger<RelayStage> log) : ICallStage
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(Call call)
    {
        var attempt = call.Attempt!;
        call.Reply.Forward(attempt.Response!, attempt.IsTranslated);
        call.Reply.Name(attempt.Deployment.Name);
        CallError? error;
        try
        {
            var isStream = IsStream(attempt.Response!);
            if (attempt.Translation is not null) error = await TranslatedRelay.RunAsync(call, attempt, isStream);
            else if (attempt.Embedding is not null) error = await EmbeddingRelay.RunAsync(call, attempt);
            else if (call.Endpoint.Operation == Operation.Relay && !isStream && !IsJson(attempt.Response!)) error = await OpaqueRelay.RunAsync(call, attempt);
            else error = isStream ? await StreamRelay.RunAsync(call, attempt) : await PlainRelay.RunAsync(call, attempt);
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken))
        {
            error = UpstreamFailures.OfRead(broken, attempt);
        }
        attempt.Record.Outcome = error?.Outcome ?? Outcome.Completed;
        attempt.Record.ErrorCode = error?.Code;
        if (error is null && ResponseKeeper.Keeps(call)) ResponseKeeper.Keep(call, log);
        return error is null || call.Fail(error);
    }

    /// <summary>One JSON text; lines of them (<c>application/jsonl</c>, <c>x-ndjson</c>) are another thing.</summary>
    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type
        && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static bool IsStream(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("content-type", out var type)
        && type.ToString() is var named
        && (named.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) || named.StartsWith("application/vnd.amazon.eventstream", StringComparison.OrdinalIgnoreCase));
}
