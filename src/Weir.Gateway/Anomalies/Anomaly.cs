namespace Weir.Gateway.Anomalies;

/// <summary>Something unusual that was found.</summary>
internal sealed record Anomaly
{
    /// <summary>Such as <c>an_5b0c2f1e9a7d4c36</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="Alerts.AlertKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>tenant</c>, <c>feature</c>, <c>user</c>, <c>key</c> or <c>session</c>.</summary>
    public required string Dimension { get; init; }

    /// <summary>The tenant of a user or session; else empty.</summary>
    public required string Tenant { get; init; }

    /// <summary>The name or identifier of what it was found of.</summary>
    public required string Value { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>Null while it goes on. That of a loop is when it was found: what comes next is another one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Which rule found it: <c>jump</c>, <c>rise</c>, <c>peak</c>, <c>growing</c> or <c>repeated</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What was spent, what is usual and what the difference is due to, US dollars in the hour in which it was found.</summary>
    public required SpendChange Change { get; init; }

    /// <summary>The key that most of it is due to; empty where it is not known, as the two below.</summary>
    public required string Key { get; init; }

    public required string Model { get; init; }

    /// <summary>Hash of the prompt's template.</summary>
    public required string Prompt { get; init; }

    /// <summary>What was done: <c>notify</c>, <c>throttle</c> or <c>pause</c>.</summary>
    public required string Action { get; init; }
}
