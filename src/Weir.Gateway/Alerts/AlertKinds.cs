namespace Weir.Gateway.Alerts;

/// <summary>What alerts can be about. The names are an interface: configurations and receivers hold on to them.</summary>
internal static class AlertKinds
{
    /// <summary>A budget has reached one of its steps.</summary>
    public const string BudgetStep = "budget.step";

    /// <summary>Somebody spends much more than usual.</summary>
    public const string AnomalyCost = "anomaly.cost";

    /// <summary>A session asks almost the same again and again.</summary>
    public const string Loop = "loop";

    /// <summary>Sent by <c>weir alerts test</c>.</summary>
    public const string Test = "test";

    public static IReadOnlyList<string> All { get; } = [BudgetStep, AnomalyCost, Loop, Test];
}
