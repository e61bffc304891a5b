namespace Weir.Cli.Commands.Doctor;

/// <summary>What came of asking one provider.</summary>
/// <param name="Finding">Whether it can be reached.</param>
/// <param name="Skew">How far its clock is ahead of ours; null when it did not say, or lives in this process.</param>
internal sealed record ProviderFinding(Finding Finding, TimeSpan? Skew = null);
