using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Fallbacks;
using Weir.Gateway.Model;
using Weir.Gateway.Routing;

namespace Weir.Gateway.Budgets;

/// <summary>
/// Does to a routed call what its budgets have chosen for it in place of a refusal (<see cref="Call.Landing"/>). Where one landing cannot be, the
/// next one is tried; the call keeps the one that it got.
/// </summary>
internal sealed class LandingStage(RouteStage routes, LastResort kept) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call) => new(call.Landing is null || Land(call));

    /// <returns>Whether the call goes on.</returns>
    private bool Land(Call call)
    {
        while (call.Landing is { } landing)
        {
            if (landing.Refusal is { } refusal) return call.Fail(refusal);
            if (landing.IsCached && kept.TryGiveKept(call, new(LandingHeaders.Degraded, LandingHeaders.Describe(landing, isCached: true)))) return false;
            if (TryDegrade(call, landing)) return true;
            call.Landing = landing.Otherwise;
        }
        return true;
    }

    /// <returns>False where the landing is nothing but an answer that was not kept, or a model that cannot answer.</returns>
    private bool TryDegrade(Call call, Landing landing)
    {
        if (landing is { Model: null, MaxTokens: null, IsPutBack: false }) return false;
        // A vector of another model means nothing beside those that the client has.
        if (landing.Model is { } model && (call.Endpoint.Operation != Operation.Generate || !routes.TryReroute(call, model))) return false;
        if (landing.MaxTokens is { } most) (call.OutputLimit, call.OutputLimitBudget) = (most, landing.Budget);
        if (landing.IsPutBack) call.Priority = CallPriority.Low;
        return true;
    }
}
