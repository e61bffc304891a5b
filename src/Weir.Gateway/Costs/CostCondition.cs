namespace Weir.Gateway.Costs;

/// <summary>Only costs of which a dimension has one of some values.</summary>
/// <param name="Dimension">No stretch of time.</param>
/// <param name="Values">At least one; an empty text stands for calls of which it is not known.</param>
internal sealed record CostCondition(CostDimension Dimension, IReadOnlyList<string> Values);
