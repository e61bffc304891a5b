namespace Weir.Gateway.Faults;

/// <summary>A fault as it was written, validated and immutable: what it does, to which attempts, when.</summary>
internal sealed record FaultModel
{
    public required string Name { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>The deployments that it breaks; null where <see cref="Provider"/> says it.</summary>
    public IReadOnlyList<string>? Deployments { get; init; }

    /// <summary>The provider all of whose deployments it breaks, or null.</summary>
    public string? Provider { get; init; }

    /// <summary>Status of the answer, 400 to 599, for <see cref="FaultKind.Status"/>.</summary>
    public int Code { get; init; }

    /// <summary>The answer's <c>retry-after</c> in whole seconds, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long it waits, for the kinds that do; infinite for a stall without an end.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Events that pass before it acts, for the kinds that let any pass.</summary>
    public int After { get; init; }

    /// <summary>Of 100 attempts in its scope, how many it touches; 0 to 100.</summary>
    public required decimal Percent { get; init; }

    public required FaultScope Scope { get; init; }

    /// <summary>Whether it may take all deployments of a model at a time.</summary>
    public bool AllowTotal { get; init; }

    /// <summary>When it begins; null for at once.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it ends; null where <see cref="For"/> says it, or nothing does.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How long it lasts from its beginning, or null.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Whether it breaks a deployment.</summary>
    public bool Breaks(string deployment, string provider) =>
        Deployments is { } named ? named.Contains(deployment, StringComparer.Ordinal) : Provider == provider;
}
