namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>What one model used on one day, as a provider or the ledger counts it. What is not said is null.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="Model">As it is written there; null where models are not told apart.</param>
internal sealed record ProviderUsage(DateOnly Day, string? Model)
{
    /// <summary>How much of each kind; kinds that are not there are not said.</summary>
    public Dictionary<UsageMeasure, decimal> Amounts { get; init; } = [];

    /// <summary>The most that the cost may be off because it is written in whole cents or the like, US dollars.</summary>
    public decimal Rounding { get; set; }

    /// <summary>Adds to a kind.</summary>
    public void Add(UsageMeasure measure, decimal amount) => Amounts[measure] = Amounts.GetValueOrDefault(measure) + amount;
}
