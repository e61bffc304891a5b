namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>One of the sixteen faults: what the upstreams do, how the client asks, and what has to come of it.</summary>
/// <param name="Name">Also the name of the model that the gateway is asked for.</param>
/// <param name="Story">What happens, in a few words.</param>
/// <param name="Primary">What the upstream does that the model leads to.</param>
/// <param name="Expected">What has to hold afterwards.</param>
internal sealed record FaultCase(string Name, string Story, FaultScript Primary, params IReadOnlyList<Expectation> Expected)
{
    /// <summary>What the fallback does. Default: nothing wrong.</summary>
    public FaultScript Fallback { get; init; } = FaultScript.Healthy;

    /// <summary>Whether the client wants events. Default: yes.</summary>
    public bool Streamed { get; init; } = true;

    /// <summary>How many calls are made. Default: one.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>From the start of one call to the start of the next, whether or not the first has ended.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>What the primary upstream is asked for.</summary>
    public string PrimaryModel => Name + "-primary";

    /// <summary>What the fallback is asked for.</summary>
    public string FallbackModel => Name + "-fallback";
}
