namespace Weir.Gateway.Costs;

/// <summary>The names of dimensions, and where the ledger keeps them.</summary>
internal static class CostDimensions
{
    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<CostDimension> All { get; } = Enum.GetValues<CostDimension>();

    /// <summary>What they are called.</summary>
    public static IEnumerable<string> Names => All.Select(NameOf);

    public static string NameOf(CostDimension dimension) => dimension switch
    {
        CostDimension.Tenant => "tenant",
        CostDimension.Feature => "feature",
        CostDimension.Key => "key",
        CostDimension.User => "user",
        CostDimension.Session => "session",
        CostDimension.Tag => "tag",
        CostDimension.Model => "model",
        CostDimension.Answered => "answered",
        CostDimension.Deployment => "deployment",
        CostDimension.Provider => "provider",
        CostDimension.Region => "region",
        CostDimension.Release => "release",
        CostDimension.Origin => "origin",
        CostDimension.Prompt => "prompt",
        CostDimension.Result => "result",
        CostDimension.Hour => "hour",
        CostDimension.Day => "day",
        CostDimension.Week => "week",
        CostDimension.Month => "month",
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "no such dimension"),
    };

    public static bool TryParse(string name, out CostDimension dimension)
    {
        foreach (var candidate in All)
        {
            if (NameOf(candidate) != name) continue;
            dimension = candidate;
            return true;
        }
        dimension = default;
        return false;
    }

    /// <summary>Whether it is a stretch of time.</summary>
    public static bool IsTime(CostDimension dimension) => dimension >= CostDimension.Hour;

    /// <summary>Whether it has so many values that they have sums of their own, in <c>cost_values</c>.</summary>
    public static bool IsValue(CostDimension dimension) => dimension is CostDimension.User or CostDimension.Session or CostDimension.Tag or CostDimension.Prompt;

    /// <summary>Whether it stands beside every value in <c>cost_values</c>.</summary>
    public static bool IsBesideValues(CostDimension dimension) => dimension is CostDimension.Tenant or CostDimension.Feature or CostDimension.Model;

    /// <summary>The column of <c>cost_hours</c>, <c>cost_values</c> and <c>cost_items</c> that holds it, in all three alike.</summary>
    public static string ColumnOf(CostDimension dimension) => dimension switch
    {
        CostDimension.Key => "key_id",
        CostDimension.User => "end_user",
        CostDimension.Model => "model_asked",
        CostDimension.Answered => "model_answered",
        _ => NameOf(dimension),
    };
}
