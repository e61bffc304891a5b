using Weir.Lab.Simulator;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>The scripts of all models of one upstream, so that one port can play sixteen faults that know nothing of each other.</summary>
internal sealed class FaultScripts(IReadOnlyDictionary<string, FaultScript> scripts) : IFaultPlan
{
    private readonly Dictionary<string, FaultScriptState> _states =
        scripts.ToDictionary(entry => entry.Key, entry => new FaultScriptState(entry.Value), StringComparer.Ordinal);

    /// <inheritdoc/>
    public Fault? Next(RecordedRequest request, string? model) =>
        model is not null && _states.TryGetValue(model, out var state) ? state.Next(request) : null;
}
