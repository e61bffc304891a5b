using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;

namespace Weir.Gateway.Routing;

/// <summary>Turns the model that the client asked for into the deployment that the first attempt goes to, and says until when the call has to be over.</summary>
internal sealed class RouteStage(Router router) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call)
    {
        var asked = call.Head!.Model;
        var allowed = call.Key!.Models;
        // What lies behind an unknown route need not be the model that the body names: it may be the provider's account.
        if (allowed is not null && call.Endpoint.Name == RelayRoute.Name) return new(call.Fail(CallErrors.RelayNotAllowed()));
        if (PriorityHeader.Read(call.Http.Request.Headers, call.Key.Priority, out var priority) is { } noPriority) return new(call.Fail(noPriority));
        call.Priority = priority;
        if (asked.Length == 0) return new(RouteWithoutModel(call));
        if (!call.Model.Models.TryGetValue(asked, out var route)) return new(call.Fail(NotFound(call, asked)));
        if (allowed is not null && !allowed.Contains(asked)) return new(call.Fail(CallErrors.ModelNotAllowed(asked)));
        call.Regions = call.Model.Tenants.GetValueOrDefault(call.Key.Tenant)?.Regions;
        return new(Follow(call, route) is not { } error || call.Fail(error));
    }

    /// <summary>Has a call that was routed answered by another model than the one that it asks for.</summary>
    /// <returns>False, and nothing has changed, where the key may not ask for that one or none of its deployments can answer.</returns>
    public bool TryReroute(Call call, string model)
    {
        if (call.Key!.Models?.Contains(model) == false || !call.Model.Models.TryGetValue(model, out var route)) return false;
        var (asked, deployment, needs) = (call.Route, call.Deployment, call.Needs);
        if (Follow(call, route) is null) return true;
        (call.Route, call.Deployment, call.Needs) = (asked, deployment, needs);
        return false;
    }

    /// <summary>Finds the deployment that the first attempt goes to.</summary>
    /// <returns>Why there is none, or null.</returns>
    private CallError? Follow(Call call, RouteModel route)
    {
        call.Route = route;
        if (CallDeadline.Set(call) is { } unreadable) return unreadable;
        call.Needs = CallNeeds.Of(call);
        call.Deployment = Keeper(call, route) ?? router.Next(call);
        return call.Deployment is null ? NoneFits(call) : null;
    }

    /// <summary>Names that the key may not use are nobody's business who holds it.</summary>
    private static CallError NotFound(Call call, string asked)
    {
        var allowed = call.Key!.Models;
        return CallErrors.ModelNotFound(Shown(asked), NearestNames.Of(asked, call.Model.Models.Keys.Where(name => allowed?.Contains(name) != false)));
    }

    private static CallError NoneFits(Call call)
    {
        var isServed = call.Route!.Groups.Any(group => group.Candidates.Any(candidate => Router.IsInRegion(call, candidate.Deployment)));
        return isServed && call.Needs is { } needs ? CallErrors.NotCapable(call.Route.Name, needs.Capabilities) : CallErrors.RegionNotServed(call.Route.Name, call.Key!.Tenant);
    }

    /// <summary>What names no model goes where the operator said; a key that is bound to models has no business there.</summary>
    private static bool RouteWithoutModel(Call call)
    {
        if (call.Model.RelayTo is not { } deployment) return call.Fail(CallErrors.ModelMissing());
        if (call.Key!.Models is not null) return call.Fail(CallErrors.RelayNotAllowed());
        call.Deployment = deployment;
        return CallDeadline.Set(call) is not { } unreadable || call.Fail(unreadable);
    }

    /// <summary>The candidate whose provider keeps the response that the call goes on from, and so has its thoughts and its cache too; or null.</summary>
    private static DeploymentModel? Keeper(Call call, RouteModel route)
    {
        if (call.Previous?.Deployment is not { } keeper) return null;
        foreach (var candidate in route.Candidates)
            if (candidate.Deployment.Name == keeper && Router.IsInRegion(call, candidate.Deployment)) return candidate.Deployment;
        return null;
    }

    private static string Shown(string model) => model.Length <= 128 ? model : model[..128] + "…";
}
