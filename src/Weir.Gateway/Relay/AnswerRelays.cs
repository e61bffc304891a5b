using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Weir.Dialects.Answers.Checks;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Quality;
using Weir.Gateway.Rescue;
using Weir.Gateway.Responses;
using Weir.Gateway.Routing;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Passes upstreams' answers on to clients, each in the way that it needs, and learns from them what the ledger needs.</summary>
internal sealed class AnswerRelays(AnswerQuality quality, Router router, ILogger<AnswerRelays> log, WeirMetrics metrics)
{
    /// <summary>Takes an answer in up to its commit point. Touches nothing that another attempt of the same call could touch as well.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">An attempt whose response's headers are there and good.</param>
    /// <returns>Why there is no answer, or null: then <see cref="RelayAsync"/> goes on with it.</returns>
    public async ValueTask<CallError?> TakeInAsync(Call call, Attempt attempt)
    {
        CallError? error = null;
        try
        {
            error = await Begin(call, attempt).TakeInAsync() ?? Verdict(call, attempt);
        }
        catch (Exception cut) when (UpstreamFailures.IsExpected(cut))
        {
            error = UpstreamFailures.OfRead(cut, attempt);
        }
        if (error is not null) CountSkipped(attempt);
        return error;
    }

    /// <summary>Passes an answer on as it comes, all but its end.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">An attempt whose response's headers are there and good, and whose answer may have been taken in.</param>
    /// <returns>Why there is no whole answer, or null.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CallError?> RelayAsync(Call call, Attempt attempt)
    {
        try
        {
            if (attempt.Relay is not { } relay)
            {
                relay = Begin(call, attempt);
                if (await relay.TakeInAsync() is { } none) return none;
                if (Verdict(call, attempt) is { } poor) return poor;
            }
            var isJudged = IsKnown(attempt);
            if (await relay.PassOnAsync() is { } broken) return broken;
            // What the client has seen cannot be taken back; the deployment is blamed all the same.
            if (!isJudged && Judge(call, attempt) is not null) attempt.Poor = FailureClass.Poor;
        }
        catch (Exception cut) when (UpstreamFailures.IsExpected(cut))
        {
            return UpstreamFailures.OfRead(cut, attempt);
        }
        finally
        {
            CountSkipped(attempt);
        }
        if (attempt.LeftOut.Count > 0)
        {
            CallsLog.LeftOut(log, call.Record.Id, string.Join(", ", attempt.LeftOut), attempt.Deployment.Name);
            metrics.AnswerLeftOut(attempt.Deployment.Provider.Name, attempt.Deployment.Name);
        }
        if (ResponseKeeper.Keeps(call)) ResponseKeeper.Keep(call, log);
        return null;
    }

    private static IAnswerRelay Begin(Call call, Attempt attempt)
    {
        attempt.Checker = AnswerQuality.Begin(call, attempt.Api);
        return attempt.Relay = Of(call, attempt);
    }

    /// <summary>Why an answer that was taken in whole is not passed on, or null.</summary>
    private CallError? Verdict(Call call, Attempt attempt)
    {
        if (!IsKnown(attempt) || Judge(call, attempt) is not { } poor) return null;
        if (router.HasOtherWell(call, attempt.Deployment)) return UpstreamErrors.Poor(attempt.Deployment.Provider.Name, poor.Words);
        // Where nobody could give a better one the client gets what there is, as it would without a gateway.
        attempt.Poor = FailureClass.Poor;
        return null;
    }

    /// <summary>Whether all is there that an answer is judged by. A loop has no end that would be worth waiting for.</summary>
    private static bool IsKnown(Attempt attempt) => attempt.Relay!.IsWhole || attempt.Checker is { FoundEarly: not null };

    private void CountSkipped(Attempt attempt)
    {
        if (attempt.Skipped > 0) metrics.EventsSkipped(attempt.Deployment.Provider.Name, attempt.Deployment.Name, attempt.Skipped);
    }

    private AnswerFault? Judge(Call call, Attempt attempt)
    {
        var whole = attempt.Translation is null && !call.Record.Streamed ? attempt.Draft!.Ending : default;
        if (!whole.IsEmpty) attempt.Checker?.Read(whole);
        return quality.Judge(call, attempt.Deployment, attempt.Facts, attempt.Checker, whole.Span);
    }

    private static IAnswerRelay Of(Call call, Attempt attempt)
    {
        var response = attempt.Response!;
        var isStream = IsStream(response);
        if (attempt.Translation is not null) return TranslatedRelay.Of(call, attempt, isStream);
        if (attempt.Embedding is not null) return new EmbeddingRelay(call, attempt);
        if (call.Endpoint.Operation == Operation.Relay && !isStream && !IsJson(response)) return new OpaqueRelay(call, attempt);
        return isStream ? RelayedStream(call, attempt) : new PlainRelay(call, attempt);
    }

    private static StreamRelay RelayedStream(Call call, Attempt attempt)
    {
        attempt.Draft = new Draft(call, attempt) { IsStream = true };
        return new StreamRelay(call, attempt, new RelayedEvents(call, attempt, StreamRescue.Watch(call, attempt)));
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
