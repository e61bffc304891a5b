namespace Weir.Gateway.Model;

/// <summary>How a deployment's provider is asked for a sign of life.</summary>
/// <param name="Run">When it is.</param>
/// <param name="Every">The time between two probes.</param>
/// <param name="Path">Asked for by GET, relative to the provider's base address.</param>
internal sealed record ProbeModel(ProbeRun Run, TimeSpan Every, string Path);
