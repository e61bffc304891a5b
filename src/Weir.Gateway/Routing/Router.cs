using Weir.Gateway.Calls;
using Weir.Gateway.Health;
using Weir.Gateway.Model;

namespace Weir.Gateway.Routing;

/// <summary>Says where a call goes next: to a deployment of the model's route, drawn by weight, and when none is left of those to its fallbacks in their order.</summary>
/// <param name="healths">How deployments are doing: those that are not well are gone to last.</param>
/// <param name="random">Draws between 0 and 1 for weighted routes; called concurrently.</param>
internal sealed class Router(DeploymentHealths healths, Func<double> random)
{
    /// <summary>The deployment that a call goes to next, or null when there is none (any more) that it may go to.</summary>
    public DeploymentModel? Next(Call call)
    {
        var route = call.Route!;
        for (var i = 0; i < route.Groups.Count; i++)
            if (Draw(call, i == 0 ? healths.Healthy(route) : route.Groups[i].Candidates, isChoosy: true) is { } drawn) return drawn;
        // A circuit may let one through, and a request's size is an estimate: better to ask than to refuse.
        foreach (var group in route.Groups)
            if (Draw(call, group.Candidates, isChoosy: false) is { } drawn) return drawn;
        return null;
    }

    /// <summary>
    /// Where a call could go beside a deployment that is late: to one that is well, at another provider if there is one. What makes
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
                if (candidate.Deployment != than && candidate.Deployment != nor && IsOpen(call, candidate.Deployment, isChoosy: true)) return true;
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

    /// <summary>Draws among the well of the first group that has any that fit.</summary>
    private DeploymentModel? Draw(Call call, Func<DeploymentModel, bool> fits)
    {
        var groups = call.Route!.Groups;
        for (var i = 0; i < groups.Count; i++)
        {
            var candidates = i == 0 ? healths.Healthy(call.Route) : groups[i].Candidates;
            if (Draw(call, [.. candidates.Where(candidate => fits(candidate.Deployment))], isChoosy: true) is { } drawn) return drawn;
        }
        return null;
    }

    private DeploymentModel? Draw(Call call, IReadOnlyList<CandidateModel> candidates, bool isChoosy)
    {
        var total = 0;
        for (var i = 0; i < candidates.Count; i++)
            if (IsOpen(call, candidates[i].Deployment, isChoosy)) total += candidates[i].Weight;
        if (total == 0) return null;
        var ticket = candidates.Count == 1 ? 0 : (int)(random() * total);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!IsOpen(call, candidates[i].Deployment, isChoosy)) continue;
            if (ticket < candidates[i].Weight) return candidates[i].Deployment;
            ticket -= candidates[i].Weight;
        }
        // A circuit has opened in between.
        return null;
    }

    private bool IsOpen(Call call, DeploymentModel deployment, bool isChoosy) =>
        May(call, deployment) && (!isChoosy || (Fits(call, deployment) && healths.Of(deployment).OpenFor == TimeSpan.Zero));

    private static bool Fits(Call call, DeploymentModel deployment) => call.Needs is not { } needs || !(deployment.ContextWindow < needs.Tokens);

    private static bool May(Call call, DeploymentModel deployment) =>
        !call.HasPassedOver(deployment) && IsInRegion(call, deployment) && (call.Needs is not { } needs || deployment.Supports.HasFlag(needs.Capabilities));

    /// <summary>Fails closed: where nobody says where a deployment computes, a tenant that is bound to regions is not answered.</summary>
    public static bool IsInRegion(Call call, DeploymentModel deployment) =>
        call.Regions is not { } regions || (deployment.Region is { } region && regions.Contains(region));
}
