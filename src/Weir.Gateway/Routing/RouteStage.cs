using Weir.Gateway.Calls;
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
        if (!call.Model.Models.TryGetValue(asked, out var route))
        {
            // Names that the key may not use are nobody's business who holds it.
            var known = call.Model.Models.Keys.Where(name => allowed?.Contains(name) != false);
            return new(call.Fail(CallErrors.ModelNotFound(Shown(asked), NearestNames.Of(asked, known))));
        }
        if (allowed is not null && !allowed.Contains(asked)) return new(call.Fail(CallErrors.ModelNotAllowed(asked)));
        call.Deployment = Choose(route, route.Candidates.Count == 1 ? 0 : random());
        call.Record.Deployment = call.Deployment.Name;
        return new(true);
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
