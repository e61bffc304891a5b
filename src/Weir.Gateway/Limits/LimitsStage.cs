using Weir.Dialects.Needs;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Tokens;

namespace Weir.Gateway.Limits;

/// <summary>
/// Lets calls in that the limits of their callers allow, all of them or none, and tells the others when to come back. Where no limit
/// holds it costs three looks.
/// </summary>
internal sealed class LimitsStage(LimitBook book, OutputEstimates estimates, LimitMetrics metrics) : ICallStage
{
    /// <summary>About what a picture of a megapixel takes (see <see cref="Routing.RequestSize"/>).</summary>
    private const long TokensPerMedium = 1000;

    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call)
    {
        var ofKey = call.Key!.RateLimit;
        var ofTenant = call.Model.Tenants.GetValueOrDefault(call.Key.Tenant)?.RateLimit;
        if (ofKey is null && ofTenant is null && call.Model.RateLimits.IsEmpty) return new(true);
        return new(Enter(call, ofKey, ofTenant));
    }

    private bool Enter(Call call, RateLimitModel? ofKey, RateLimitModel? ofTenant)
    {
        var limits = new Gathered<RateLimitModel>();
        try
        {
            var caller = CallerOf(call);
            if (ofKey is not null) limits.Add(ofKey);
            if (ofTenant is not null) limits.Add(ofTenant);
            call.Model.RateLimits.Match(caller, ref limits);
            if (limits.All.Length == 0) return true;
            call.Limits = book.Enter(limits.All, caller, NeedsOf(call, limits.All));
        }
        finally
        {
            limits.Dispose();
        }
        call.Reply.Limits = call.Limits;
        if (call.Limits.Refusal is not { } refusal) return true;
        metrics.Refused(refusal);
        return call.Fail(CallErrors.RateLimited(refusal));
    }

    private static Caller CallerOf(Call call)
    {
        var (record, http) = (call.Record, call.Http);
        var address = call.Model.RateLimits.NeedsAddress
            ? ClientAddress.Of(http.Connection.RemoteIpAddress, http.Request.Headers["x-forwarded-for"], call.Model.Server?.TrustedProxies)
            : null;
        return new Caller(call.Key!.Tenant, record.Feature, call.Key.Id, record.User, record.Session, address, record.ModelAsked, record.Origin);
    }

    /// <summary>What a call needs; its text is looked at only where tokens are limited.</summary>
    private LimitNeeds NeedsOf(Call call, ReadOnlySpan<RateLimitModel> limits)
    {
        var requests = new LimitNeeds(1, 0, 0);
        if (call.Endpoint.Operation == Operation.CountTokens || !LimitsTokens(limits)) return requests;
        var needs = NeedsReader.Read(call.Endpoint.Dialect, call.Body!.Bytes.Span);
        var input = TokenEstimate.OfBytes(needs.TextBytes) + (TokensPerMedium * needs.Media);
        if (!call.Endpoint.HasOutput) return requests with { Input = input };
        var choices = Math.Max(1, call.Head!.Choices);
        var most = needs.MaxOutputTokens is > 0 and < int.MaxValue and var stated ? stated * choices : (long?)null;
        return requests with { Input = input, Output = estimates.Expected(call.Key!.Tenant, call.Record.ModelAsked ?? "", most) };
    }

    private static bool LimitsTokens(ReadOnlySpan<RateLimitModel> limits)
    {
        foreach (var limit in limits)
            if (limit.Quota.LimitsTokens) return true;
        return false;
    }
}
