using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>What an upstream does with the requests for one model: a fault at first, or always, and good answers after it.</summary>
internal sealed record FaultScript
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultScript Healthy { get; } = new();

    /// <summary>What goes wrong; null for nothing.</summary>
    public Fault? Fault { get; private init; }

    /// <summary>How many requests it strikes. Default: all.</summary>
    public int Times { get; private init; } = int.MaxValue;

    /// <summary>How long it lasts, from the first request on. Default: for ever.</summary>
    public TimeSpan Lasts { get; private init; } = TimeSpan.MaxValue;

    /// <summary>A fault, written as in <c>x-sim-fault</c>, that strikes every request.</summary>
    public static FaultScript Always(string fault) => new() { Fault = FaultParser.Read(fault) };

    /// <summary>One that strikes the first request alone.</summary>
    public static FaultScript Once(string fault) => Always(fault) with { Times = 1 };

    /// <summary>One that strikes every request for a while.</summary>
    public static FaultScript For(TimeSpan time, string fault) => Always(fault) with { Lasts = time };
}
