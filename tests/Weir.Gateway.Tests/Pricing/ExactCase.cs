namespace Weir.Gateway.Tests.Pricing;

/// <summary>A usage block and what it costs.</summary>
/// <param name="Name">What it is a case of.</param>
/// <param name="Model">The entry of the cases' price book.</param>
/// <param name="Answer">JSON, as a provider sent it.</param>
/// <param name="Cost">US dollars; null when nothing of what was used has a price.</param>
/// <param name="Unpriced">What has no price of its own, or null.</param>
public sealed record ExactCase(string Name, string Model, string Answer, decimal? Cost, string? Unpriced);
