namespace Weir.Gateway.Faults;

/// <summary>The kinds of faults by name, and which settings mean something to each.</summary>
internal static class FaultKinds
{
    /// <summary>Names as they are written, in the order of <see cref="FaultKind"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "status", "reset", "silence", "delay", "slow_first_token", "slow_tokens", "cut", "stall", "garbage", "malformed_event", "empty", "wrong_content_type",
    ];

    /// <summary>Events that pass before the fault, where nothing is written.</summary>
    public const int UsualAfter = 5;

    public static string NameOf(FaultKind kind) => Names[(int)kind];

    /// <summary>The kind of a name, or null.</summary>
    public static FaultKind? Find(string name)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name) return (FaultKind)i;
        return null;
    }

    /// <summary>Whether <c>wait</c> says how long.</summary>
    public static bool HasWait(FaultKind kind) => kind is FaultKind.Delay or FaultKind.SlowFirstToken or FaultKind.SlowTokens or FaultKind.Stall;

    /// <summary>Whether <c>after</c> says when.</summary>
    public static bool HasAfter(FaultKind kind) => kind is FaultKind.Cut or FaultKind.Stall or FaultKind.MalformedEvent;

    /// <summary>Whether the provider answers and its body is bent, rather than that it is not asked or asked late.</summary>
    public static bool IsOnBody(FaultKind kind) =>
        kind is FaultKind.SlowFirstToken or FaultKind.SlowTokens or FaultKind.Cut or FaultKind.Stall or FaultKind.MalformedEvent or FaultKind.WrongContentType;

    /// <summary>How long a kind waits where nothing is written; the simulator's faults of these names wait as long.</summary>
    public static TimeSpan UsualWait(FaultKind kind) => kind switch
    {
        FaultKind.Delay => TimeSpan.FromSeconds(5),
        FaultKind.SlowFirstToken => TimeSpan.FromSeconds(20),
        FaultKind.SlowTokens => TimeSpan.FromMilliseconds(500),
        FaultKind.Stall => Timeout.InfiniteTimeSpan,
        _ => TimeSpan.Zero,
    };
}
