using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Anomalies.Loops;
using Weir.Gateway.Batching;
using Weir.Gateway.Budgets;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Configuration;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Fallbacks;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Responses;
using Weir.Gateway.Routing;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Calls;

/// <summary>The way of every call through the gateway. This is the one place where the order of the stages is written.</summary>
internal sealed class CallPath(
    ConfigWatcher configuration,
    CallGate gate,
    TimeProvider time,
    ILogger<CallPath> log,
    IdentityStage identity,
    ReceiveStage receive,
    HoldStage hold,
    LimitsStage limits,
    HistoryStage history,
    BudgetStage budget,
    RouteStage route,
    LandingStage landing,
    CoalesceStage coalesce,
    BatchStage batch,
    AttemptsStage attempts,
    LastResort lastResort,
    SettleStage settle,
    LoopWatch loops)
{
    private readonly ICallStage[] _stages =
    [
        identity, // who pays
        receive,  // the bytes, and the few members of them that are Weir's business
        hold,     // whether its key or session is held back
        limits,   // whether its caller may ask for that much now
        history,  // what was said before, at the provider or here
        budget,   // what may be spent on it
        route,    // where to, and until when
        landing,  // what its budgets make of it: another model, a kept answer, a later turn
        coalesce, // one of several that ask the same goes on, and the others are given its answer
        batch,    // several that embed a text each go on as one
        attempts, // send, the answer back and out, all but its end; again or elsewhere where that fails
    ];

    /// <summary>Answers one request. Never throws; whatever happens, the call is settled.</summary>
    /// <param name="http">The request and its response.</param>
    /// <param name="endpoint">What was called.</param>
    /// <param name="model">The model that the path names, or null when the body does.</param>
    public async Task RunAsync(HttpContext http, CallEndpoint endpoint, string? model = null)
    {
        using var call = new Call(http, endpoint, model, configuration.Current, time);
        if (gate.TryEnter(call.Model.Limits.CallsInFlight, out var refusal))
        {
            try
            {
                await RunStagesAsync(call);
                if (call.Leader is not null || call.Error is not null) await ConcludeAsync(call);
                await settle.RunAsync(call);
                loops.Look(call);
            }
            finally
            {
                gate.Leave();
            }
        }
        else
        {
            call.Fail(refusal!);
            await settle.RefuseAsync(call);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunStagesAsync(Call call)
    {
        try
        {
            foreach (var stage in _stages)
                if (!await stage.RunAsync(call)) return;
        }
        catch (Exception broken)
        {
            Fail(call, broken);
        }
    }

    /// <summary>Gives those who follow the call what it got, and itself an answer of last resort if it got none.</summary>
    private async ValueTask ConcludeAsync(Call call)
    {
        try
        {
            if (call.Leader is { } leader) await leader.EndAsync();
            lastResort.TryAnswer(call);
        }
        catch (Exception broken)
        {
            Fail(call, broken);
        }
    }

    /// <summary>A mistake of ours fails the call, and no more than that.</summary>
    private void Fail(Call call, Exception broken)
    {
        CallsLog.StageFailed(log, broken, call.Record.Id);
        call.Fail(CallErrors.Internal());
    }
}
