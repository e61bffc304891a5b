namespace Weir.Gateway.Model;

/// <summary>The names of what declared costs are paid for, as the configuration has them.</summary>
internal static class CostUnits
{
    public static string NameOf(CostUnit unit) => unit switch
    {
        CostUnit.Call => "call",
        CostUnit.ThousandCalls => "1000 calls",
        CostUnit.Hour => "hour",
        CostUnit.Day => "day",
        CostUnit.Week => "week",
        CostUnit.Month => "month",
        CostUnit.Year => "year",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "no such unit"),
    };

    /// <summary>The unit of a name that the configuration allows.</summary>
    public static CostUnit Parse(string name) => Enum.GetValues<CostUnit>().Single(unit => NameOf(unit) == name);
}
