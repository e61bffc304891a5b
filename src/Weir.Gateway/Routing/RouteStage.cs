using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Routing;

/// <summary>Turns the model that the client asked for into the deployment that the first attempt goes to.</summary>
/// <param name="random">Draws between 0 and 1 for weighted routes; called concurrently.</param>
internal sealed class RouteStage(Func<double> random) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call)
    {
        var asked = call.Head!.Model;
        var allowed = call.Key!.Models;
        // What lies behind an unknown route need not be the model that the body names: it may be the provider's account.
        if (allowed is not null && call.Endpoint.Name == RelayRoute.Name) return new(call.Fail(CallErrors.RelayNotAllowed()));
        if (asked.Length == 0) return new(RouteWithoutModel(call));
        if (!call.Model.Models.TryGetValue(asked, out var route)) return new(call.Fail(NotFound(call, asked)));
        if (allowed is not null && !allowed.Contains(asked)) return new(call.Fail(CallErrors.ModelNotAllowed(asked)));
        call.Route = route;
        call.Deployment = Keeper(call, route) ?? Choose(route, route.Candidates.Count == 1 ? 0 : random());
        call.Record.Deployment = call.Deployment.Name;
        return new(true);
    }

    /// <summary>Names that the key may not use are nobody's business who holds it.</summary>
    private static CallError NotFound(Call call, string asked)
    {
        var allowed = call.Key!.Models;
        return CallErrors.ModelNotFound(Shown(asked), NearestNames.Of(asked, call.Model.Models.Keys.Where(name => allowed?.Contains(name) != false)));
    }

    /// <summary>What names no model goes where the operator said; a key that is bound to models has no business there.</summary>
    private static bool RouteWithoutModel(Call call)
    {
        if (call.Model.RelayTo is not { } deployment) return call.Fail(CallErrors.ModelMissing());
        if (call.Key!.Models is not null) return call.Fail(CallErrors.RelayNotAllowed());
        call.Deployment = deployment;
        call.Record.Deployment = deployment.Name;
        return true;
    }

    /// <summary>The candidate whose provider keeps the response that the call goes on from, and so has its thoughts and its cache too; or null.</summary>
    private static DeploymentModel? Keeper(Call call, RouteModel route)
    {
        if (call.Previous?.Deployment is not { } keeper) return null;
        foreach (var candidate in route.Candidates)
            if (candidate.Deployment.Name == keeper) return candidate.Deployment;
        return null;
    }

    /// <summary>The candidate whose slice of the summed weights holds the drawn number, which is below 1.</summary>
    internal static DeploymentModel Choose(RouteModel route, double drawn)
    {
        var ticket = (int)(drawn * route.TotalWeight);
        var i = 0;
        while (ticket >= route.Candidates[i].Weight) ticket -= route.Candidates[i++].Weight;
        return route.Candidates[i].Deployment;
    }

    private static string Shown(string model) => model.Length <= 128 ? model : model[..128] + "…";
}
