namespace Weir.Gateway.Model;

/// <summary>Something that a feature costs beside its calls.</summary>
/// <param name="Name">What it is, in the operator's words.</param>
/// <param name="Amount">US dollars.</param>
/// <param name="Per">What that is paid for.</param>
internal sealed record DeclaredCostModel(string Name, decimal Amount, CostUnit Per);
