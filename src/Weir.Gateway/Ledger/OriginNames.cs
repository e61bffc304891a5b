namespace Weir.Gateway.Ledger;

/// <summary>The names of origins: in the ledger, in the configuration, in <c>x-weir-origin</c>.</summary>
internal static class OriginNames
{
    private static readonly Origin[] All = Enum.GetValues<Origin>();

    /// <summary>Those that a call can have.</summary>
    public static IReadOnlyList<string> OfCalls { get; } = [.. All.Where(IsOfCalls).Select(Of)];

    public static string Of(Origin origin) => origin switch
    {
        Origin.Interactive => "interactive",
        Origin.Background => "background",
        Origin.Batch => "batch",
        Origin.Evaluation => "evaluation",
        Origin.Shadow => "shadow",
        Origin.EmbeddingRefresh => "embedding_refresh",
        Origin.Retry => "retry",
        Origin.Hedge => "hedge",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "no such origin"),
    };

    /// <summary>The origin of a name, or null.</summary>
    public static Origin? Find(string? name)
    {
        foreach (var origin in All)
            if (Of(origin) == name) return origin;
        return null;
    }

    /// <summary>The origin of a name, if calls can have it; or null.</summary>
    public static Origin? FindOfCalls(string? name) => Find(name) is { } origin && IsOfCalls(origin) ? origin : null;

    private static bool IsOfCalls(Origin origin) => origin is not (Origin.Retry or Origin.Hedge);
}
