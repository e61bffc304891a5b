namespace Weir.Gateway.Ledger;

/// <summary>The names that the ledger, metrics and commands use for outcomes and usage sources.</summary>
internal static class OutcomeNames
{
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Completed => "completed",
        Outcome.Rejected => "rejected",
        Outcome.UpstreamError => "upstream_error",
        Outcome.UpstreamFailed => "upstream_failed",
        Outcome.TimedOut => "timed_out",
        Outcome.Truncated => "truncated",
        Outcome.ClientGone => "client_gone",
        Outcome.InternalError => "internal_error",
        Outcome.StaticAnswer => "static_answer",
        Outcome.CachedAnswer => "cached_answer",
        Outcome.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no such outcome"),
    };

    public static string Of(UsageSource source) => source switch
    {
        UsageSource.None => "none",
        UsageSource.Provider => "provider",
        UsageSource.Estimated => "estimated",
        UsageSource.Pending => "pending",
        UsageSource.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "no such source"),
    };

    /// <summary>Reads a name back.</summary>
    /// <returns>False when no outcome has this name.</returns>
    public static bool TryParse(string? name, out Outcome outcome) => TryParse(Enum.GetValues<Outcome>(), Of, name, out outcome);

    /// <inheritdoc cref="TryParse(string?, out Outcome)"/>
    public static bool TryParse(string? name, out UsageSource source) => TryParse(Enum.GetValues<UsageSource>(), Of, name, out source);

    private static bool TryParse<T>(T[] values, Func<T, string> nameOf, string? name, out T value) where T : struct
    {
        foreach (var candidate in values)
        {
            if (nameOf(candidate) != name) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }
}
