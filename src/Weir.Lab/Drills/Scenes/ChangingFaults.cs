using Weir.Lab.Simulator;
using Weir.Lab.Simulator.Faults;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Drills.Scenes;

/// <summary>The faults of one provider, which change while it runs. The same seed draws the same faults in the same order.</summary>
internal sealed class ChangingFaults(ulong seed) : IFaultPlan
{
    private readonly Lock _lock = new();
    private readonly SeededRandom _random = new(seed);
    private FaultMix _now = FaultMix.Nothing;

    /// <summary>From now on these go wrong, and no others.</summary>
    public void Change(FaultMix mix)
    {
        lock (_lock) _now = mix;
    }

    /// <inheritdoc/>
    public Fault? Next(RecordedRequest request, string? model)
    {
        lock (_lock) return _now.Pick(_random.NextUnit());
    }
}
