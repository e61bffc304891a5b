namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>What a provider and the ledger say differently of one model on one day.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="Model">The model; null where the export tells none apart.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Provider">What the provider says; null where it does not speak of the model on that day.</param>
/// <param name="Ledger">What the ledger says; null where it knows nothing of the model on that day.</param>
internal sealed record UsageDifference(DateOnly Day, string? Model, UsageMeasure Measure, decimal? Provider, decimal? Ledger)
{
    /// <summary>By how much the ledger has more; below 0 where it has less.</summary>
    public decimal By => (Ledger ?? 0) - (Provider ?? 0);
}
