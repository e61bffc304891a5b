using Weir.Dialects.Kept;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Routing;
using Weir.Gateway.Upstream;
using Weir.Tokens;

namespace Weir.Gateway.Hedging;

/// <summary>Decides which calls may have a second attempt beside the first, when the first is late, and where the second goes.</summary>
internal sealed class HedgePolicy(Router router, UsualLatencies latencies, HedgeBudgets budgets, RetryBudget retries)
{
    private const string IdempotencyKey = "idempotency-key";

    /// <summary>With this begin the keys that SDKs make up for their own retries, which their users know nothing of.</summary>
    private const string MadeUp = "stainless-";

    /// <summary>
    /// Whether a call may have two attempts at the same time: the operator allows it for its model, it only asks for an answer, and
    /// no provider keeps what it goes on from or works on by itself. A stream that the client has the beginning of is not hedged.
    /// </summary>
    public static bool Suits(Call call) => call is
    {
        Route.HedgeShare: > 0,
        Endpoint.Operation: Operation.Generate or Operation.Embed,
        Head: { Background: false, PreviousResponse: null },
        Rescue: not { IsUnderWay: true },
    };

    /// <summary>Counts a call's first attempt, and says when an attempt is late.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">Its attempt, which is about to be sent.</param>
    /// <returns>How long after it was sent; null where no hedge may follow it.</returns>
    public TimeSpan? LateAfter(Call call, Attempt attempt)
    {
        if (attempt.Record.Number == 1) budgets.Of(call.Route!).Earn(call.Route!.HedgeShare);
        if (call.Record.Attempts.Exists(static attempt => attempt.IsHedge) || !Router.HasOther(call, attempt.Deployment)) return null;
        return latencies.Of(attempt.Deployment).LateAfter(KindOf(call), SizeOf(call));
    }

    /// <summary>Where a late call goes as well; pays for it out of the budgets.</summary>
    /// <returns>Null where there is nowhere to go, too many went before, or the call must not be made twice.</returns>
    public DeploymentModel? TryHedge(Call call, Attempt late)
    {
        // Whoever sends such a key says that it must not be done twice; and what a provider keeps, others have not.
        if (IsForOnce(call) || KeptReader.Find(call.Body!.Bytes.Span, call.Endpoint.Dialect) is not null) return null;
        if (router.Beside(call, late.Deployment) is not { } beside || !budgets.Of(call.Route!).TrySpend()) return null;
        // Of the calls to one provider no more than a fifth is asked for again in any way.
        return retries.TryWithdraw(call.Key!.Tenant, late.Deployment.Provider.Name) ? beside : null;
    }

    /// <summary>
    /// Learns how long the first of a call's attempts took. Hedges teach nothing: whether one gets to answer depends on how fast it is,
    /// so that those which do are no fair sample.
    /// </summary>
    public void Learn(Call call, Contender first)
    {
        var latency = latencies.Of(first.Attempt.Deployment);
        if (first.Error is null) latency.Add(KindOf(call), SizeOf(call), first.Took);
        else if (first.Attempt.Watch.Stop != AttemptStop.None) latency.AddAtLeast(KindOf(call), SizeOf(call), first.Took);
    }

    private static bool IsForOnce(Call call) =>
        call.Http.Request.Headers.TryGetValue(IdempotencyKey, out var keys) && !keys.ToString().StartsWith(MadeUp, StringComparison.Ordinal);

    private static LatencyKind KindOf(Call call) =>
        call.Endpoint.Operation == Operation.Embed ? LatencyKind.Vectors : call.Record.Streamed ? LatencyKind.FirstToken : LatencyKind.WholeAnswer;

    private static long SizeOf(Call call) => TokenEstimate.OfBytes(call.Body!.Bytes.Length);
}
