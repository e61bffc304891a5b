using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Routing;

/// <summary>Says where a call goes next: to a deployment of the model's route, drawn by weight, and when none is left of those to its fallbacks in their order.</summary>
/// <param name="random">Draws between 0 and 1 for weighted routes; called concurrently.</param>
internal sealed class Router(Func<double> random)
{
    /// <summary>The deployment that a call goes to next, or null when there is none (any more) that it may go to.</summary>
    public DeploymentModel? Next(Call call)
    {
        foreach (var group in call.Route!.Groups)
            if (Draw(call, group, isSizeKnown: true) is { } drawn) return drawn;
        // A request's size is an estimate: better to ask one that may be too small than to refuse.
        if (call.Needs is null) return null;
        foreach (var group in call.Route.Groups)
            if (Draw(call, group, isSizeKnown: false) is { } drawn) return drawn;
        return null;
    }

    /// <summary>Whether a call could go to another deployment than one.</summary>
    public static bool HasOther(Call call, DeploymentModel than)
    {
        if (call.Route is not { HasAlternatives: true } route) return false;
        foreach (var group in route.Groups)
            foreach (var candidate in group.Candidates)
                if (candidate.Deployment != than && May(call, candidate.Deployment)) return true;
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

    private DeploymentModel? Draw(Call call, CandidateGroup group, bool isSizeKnown)
    {
        var total = 0;
        foreach (var candidate in group.Candidates)
            if (IsOpen(candidate)) total += candidate.Weight;
        if (total == 0) return null;
        var ticket = group.Candidates.Count == 1 ? 0 : (int)(random() * total);
        foreach (var candidate in group.Candidates)
        {
            if (!IsOpen(candidate)) continue;
            if (ticket < candidate.Weight) return candidate.Deployment;
            ticket -= candidate.Weight;
        }
        return null;

        bool IsOpen(CandidateModel candidate) => May(call, candidate.Deployment) && (!isSizeKnown || call.Needs is not { } needs || !(candidate.Deployment.ContextWindow < needs.Tokens));
    }

    private static bool May(Call call, DeploymentModel deployment) =>
        !call.HasPassedOver(deployment) && IsInRegion(call, deployment) && (call.Needs is not { } needs || deployment.Supports.HasFlag(needs.Capabilities));

    /// <summary>Fails closed: where nobody says where a deployment computes, a tenant that is bound to regions is not answered.</summary>
    public static bool IsInRegion(Call call, DeploymentModel deployment) =>
        call.Regions is not { } regions || (deployment.Region is { } region && regions.Contains(region));
}
