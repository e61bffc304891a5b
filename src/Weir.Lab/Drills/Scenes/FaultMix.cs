using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Drills.Scenes;

/// <summary>Faults, each with the share of requests that it strikes. What is left of the whole is answered well.</summary>
internal sealed class FaultMix
{
    private readonly IReadOnlyList<(double Share, Fault Fault)> _faults;

    private FaultMix(IReadOnlyList<(double Share, Fault Fault)> faults) => _faults = faults;

    /// <summary>Every request is answered well.</summary>
    public static FaultMix Nothing { get; } = new([]);

    /// <summary>Faults, written as in <c>x-sim-fault</c>, and their shares, which add up to 1 at most.</summary>
    public static FaultMix Of(params IReadOnlyList<(double Share, string Fault)> faults)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(faults.Sum(fault => fault.Share), 1.000_001, nameof(faults));
        return new FaultMix([.. faults.Select(fault => (fault.Share, FaultParser.Read(fault.Fault)))]);
    }

    /// <summary>The fault that a draw from 0 to 1 falls on; null for none.</summary>
    public Fault? Pick(double draw)
    {
        foreach (var (share, fault) in _faults)
        {
            if (draw < share) return fault;
            draw -= share;
        }

        return null;
    }
}
