using Weir.Gateway.Calls;
using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;

namespace Weir.Gateway.Routing;

/// <summary>
/// Says where a call goes next: to a deployment of the model's route, drawn by weight, and when none is left of those to its
/// fallbacks in their order. Nobody waits in line where another has room; where none has, the line that is over soonest is taken.
/// </summary>
/// <param name="healths">How deployments are doing: those that are not well are gone to last.</param>
/// <param name="limits">How much they can take.</param>
/// <param name="requests">What a call would take of it.</param>
/// <param name="random">Draws between 0 and 1 for weighted routes; called concurrently.</param>
internal sealed class Router(DeploymentHealths healths, ConcurrencyLimits limits, SlotRequests requests, Func<double> random)
{
    /// <summary>The deployment that a call goes to next, or null when there is none (any more) that it may go to.</summary>
    public DeploymentModel? Next(Call call)
    {
        var route = call.Route!;
        for (var i = 0; i < route.Groups.Count; i++)
            if (Draw(call, Preferred(route, i), Suitability.Free) is { } free) return free;
        for (var i = 0; i < route.Groups.Count; i++)
            if (ShortestLine(call, Preferred(route, i)) is { } well) return well;
        // A circuit may let one through, and a request's size is an estimate: better to ask than to refuse.
        foreach (var group in route.Groups)
            if (Draw(call, group.Candidates, Suitability.Allowed) is { } drawn) return drawn;
        return null;
    }

    /// <summary>
    /// Where a call could go beside a deployment that is late: to one that is well and has room, at another provider if there is one. What makes
    /// one deployment late (a full queue, a bad network) is shared most often by all of its provider's.
    /// </summary>
    /// <returns>Null where there is none.</returns>
    public DeploymentModel? Beside(Call call, DeploymentModel late) =>
        Draw(call, other => other.Provider.Name != late.Provider.Name) ?? Draw(call, other => other != late);

    /// <summary>Whether a call could go to another deployment than one.</summary>
    public static bool HasOther(Call call, DeploymentModel than)
    {
        if (call.Route is not { HasAlternatives: true } route) return false;
        foreach (var group in route.Groups)
            foreach (var candidate in group.Candidates)
                if (candidate.Deployment != than && May(call, candidate.Deployment)) return true;
        return false;
    }

    /// <summary>Whether a call could go to another deployment than one, that is well as far as is known.</summary>
    /// <param name="call">The call.</param>
    /// <param name="than">The one.</param>
    /// <param name="nor">A second one that does not count either, or null.</param>
    public bool HasOtherWell(Call call, DeploymentModel than, DeploymentModel? nor = null)
    {
        if (call.Route is not { HasAlternatives: true } route) return false;
        foreach (var group in route.Groups)
            foreach (var candidate in group.Candidates)
                if (candidate.Deployment != than && candidate.Deployment != nor && Is(Suitability.Well, call, candidate.Deployment)) return true;
        return false;
    }

    /// <summary>Whether a call could go to another deployment than one at once, and would be sent there.</summary>
    public bool HasOtherFree(Call call, DeploymentModel than)
    {
        if (call.Route is not { HasAlternatives: true } route) return false;
        for (var i = 0; i < route.Groups.Count; i++)
            foreach (var candidate in Preferred(route, i))
                if (candidate.Deployment != than && Is(Suitability.Free, call, candidate.Deployment)) return true;
        return false;
    }

    /// <summary>Passes over the deployments that are known to take no longer requests than one that found a request too long.</summary>
    public static void PassOverSmaller(Call call, DeploymentModel tooSmall)
    {
        if (tooSmall.ContextWindow is not { } window) return;
        foreach (var group in call.Route!.Groups)
            foreach (var candidate in group.Candidates)
                if (candidate.Deployment.ContextWindow <= window) call.PassOver(candidate.Deployment);
    }

    private IReadOnlyList<CandidateModel> Preferred(RouteModel route, int group) => group == 0 ? healths.Healthy(route) : route.Groups[group].Candidates;

    /// <summary>Draws among those of the first group that have room and fit.</summary>
    private DeploymentModel? Draw(Call call, Func<DeploymentModel, bool> fits)
    {
        var route = call.Route!;
        for (var i = 0; i < route.Groups.Count; i++)
            if (Draw(call, [.. Preferred(route, i).Where(candidate => fits(candidate.Deployment))], Suitability.Free) is { } drawn) return drawn;
        return null;
    }

    private DeploymentModel? Draw(Call call, IReadOnlyList<CandidateModel> candidates, Suitability least)
    {
        var total = 0;
        for (var i = 0; i < candidates.Count; i++)
            if (Is(least, call, candidates[i].Deployment)) total += candidates[i].Weight;
        if (total == 0) return null;
        var ticket = candidates.Count == 1 ? 0 : (int)(random() * total);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!Is(least, call, candidates[i].Deployment)) continue;
            if (ticket < candidates[i].Weight) return candidates[i].Deployment;
            ticket -= candidates[i].Weight;
        }
        // A circuit has opened, or a slot was taken, in between.
        return null;
    }

    /// <summary>Of the deployments that are well, the one where a call would wait for the shortest time.</summary>
    private DeploymentModel? ShortestLine(Call call, IReadOnlyList<CandidateModel> candidates)
    {
        var (shortest, wait) = ((DeploymentModel?)null, TimeSpan.MaxValue);
        foreach (var candidate in candidates)
        {
            if (!Is(Suitability.Well, call, candidate.Deployment)) continue;
            var expected = limits.Of(candidate.Deployment).ExpectedWait(requests.Of(call, candidate.Deployment));
            if (expected < wait) (shortest, wait) = (candidate.Deployment, expected);
        }
        return shortest;
    }

    private bool Is(Suitability least, Call call, DeploymentModel deployment) =>
        May(call, deployment)
        && (least == Suitability.Allowed || (Fits(call, deployment) && healths.Of(deployment).OpenFor == TimeSpan.Zero))
        && (least != Suitability.Free || HasRoom(call, deployment));

    private bool HasRoom(Call call, DeploymentModel deployment)
    {
        var limit = limits.Of(deployment);
        return limit.InFlight < limit.Limit && limit.HasRoom(requests.Of(call, deployment));
    }

    private static bool Fits(Call call, DeploymentModel deployment) => call.Needs is not { } needs || !(deployment.ContextWindow < needs.Tokens);

    private static bool May(Call call, DeploymentModel deployment) =>
        !call.HasPassedOver(deployment) && IsInRegion(call, deployment) && (call.Needs is not { } needs || deployment.Supports.HasFlag(needs.Capabilities));

    /// <summary>Fails closed: where nobody says where a deployment computes, a tenant that is bound to regions is not answered.</summary>
    public static bool IsInRegion(Call call, DeploymentModel deployment) =>
        call.Regions is not { } regions || (deployment.Region is { } region && regions.Contains(region));
}
