namespace Weir.Gateway.Anomalies;

/// <summary>What was behind unusual spending.</summary>
/// <param name="Change">What it is due to.</param>
/// <param name="Key">The key that most of the rise is due to; empty where it is not known.</param>
/// <param name="KeyShare">Its part of the rise, 0 to 1.</param>
/// <param name="Model">The model that most of the rise is due to.</param>
/// <param name="Prompt">The template, by its hash, that cost the most in that hour; empty where there is none.</param>
internal sealed record SpendExplanation(SpendChange Change, string Key, decimal KeyShare, string Model, string Prompt);
