namespace Weir.Gateway.Costs;

/// <summary>Which costs are asked for, and how they are told apart.</summary>
internal sealed record CostQuery
{
    /// <summary>More lines than anybody reads, and few enough to be held in memory.</summary>
    public const int MostRows = 100_000;

    /// <summary>What they are told apart by, in the order of the columns; none for one sum.</summary>
    public IReadOnlyList<CostDimension> By { get; init; } = [];

    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<CostCondition> Where { get; init; } = [];

    /// <summary>Calls that came at this time or later.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Calls that came before this time; null for all until now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whose days, weeks and months.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public CostSort Sort { get; init; }

    /// <summary>The most rows, 1 to <see cref="MostRows"/>.</summary>
    public int Top { get; init; } = MostRows;

    /// <summary>Every dimension that is asked for.</summary>
    public IEnumerable<CostDimension> Dimensions => By.Concat(Where.Select(condition => condition.Dimension));
}
