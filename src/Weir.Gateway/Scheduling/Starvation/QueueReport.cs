namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>Who waited for deployments, and who held them meanwhile.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Deployments">Those that were waited for longest first.</param>
internal sealed record QueueReport(QueueQuery Query, IReadOnlyList<DeploymentQueue> Deployments);
