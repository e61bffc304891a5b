namespace Weir.Lab.Drills.Scenes;

/// <summary>What goes wrong at one provider.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Mix">Which faults, and how often.</param>
internal sealed record Trouble(string Provider, FaultMix Mix)
{
    /// <summary>One fault, written as in <c>x-sim-fault</c>, that strikes a share of the requests.</summary>
    /// <param name="provider">Its name.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="share">From 0 to 1. Default: all of them.</param>
    public static Trouble At(string provider, string fault, double share = 1) => new(provider, FaultMix.Of((share, fault)));
}
