namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>What a report on queues is to be about.</summary>
internal sealed record QueueQuery
{
    /// <summary>The most lines that can be asked for.</summary>
    public const int MostLines = 100;

    /// <summary>As many lines as anybody reads.</summary>
    public const int UsualLines = 10;

    /// <summary>What was the case at or after this time.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What was the case before this time.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>One deployment only; null for all.</summary>
    public string? Deployment { get; init; }

    /// <summary>Only lines of this tenant; others are still named where they held places. Null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only lines of this feature; as <see cref="Tenant"/>.</summary>
    public string? Feature { get; init; }

    /// <summary>Of each deployment so many groups that waited longest, and as many that held most; 1 to <see cref="MostLines"/>.</summary>
    public int Top { get; init; } = UsualLines;

    /// <summary>Whether a group has a line, if there is room for it.</summary>
    public bool Shows(QueueGroup group) => (Tenant is null || group.Tenant == Tenant) && (Feature is null || group.Feature == Feature);
}
