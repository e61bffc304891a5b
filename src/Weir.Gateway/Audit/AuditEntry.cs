namespace Weir.Gateway.Audit;

/// <summary>One change that somebody made to what calls may do or cost.</summary>
internal sealed record AuditEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a user of the operating system, an admin key by its identifier, or <see cref="Weir"/> itself.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, to what kind of thing: <c>key.create</c>, <c>budget.raise</c>. Built-in ones are in <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>The name of what it was done to.</summary>
    public required string Object { get; init; }

    /// <summary>Why, in the actor's words; null where none were asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>What changed, in a few words; no secret. Null where the action says it all.</summary>
    public string? Details { get; init; }

    /// <summary>The actor of what Weir does by itself.</summary>
    public const string Weir = "weir";

    /// <summary>The actor where nobody said who it was.</summary>
    public const string Unknown = "unknown";
}
