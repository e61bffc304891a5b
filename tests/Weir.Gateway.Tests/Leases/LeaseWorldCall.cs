namespace Weir.Gateway.Tests.Leases;

/// <summary>A call under way in a simulated world.</summary>
/// <param name="Counter">What it counts in.</param>
/// <param name="Amount">What it has taken.</param>
/// <param name="At">When it really began.</param>
/// <param name="Began">When it began by its machine's clock.</param>
internal sealed record LeaseWorldCall(LeaseWorldCounter Counter, decimal Amount, TimeSpan At, long Began);
