namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>What one deployment was like.</summary>
/// <param name="Deployment">Its name.</param>
/// <param name="Held">Places that were held at a time, on average.</param>
/// <param name="Waiting">Calls that waited at a time, on average.</param>
/// <param name="Lines">Those that waited longest first.</param>
internal sealed record DeploymentQueue(string Deployment, double Held, double Waiting, IReadOnlyList<QueueLine> Lines);
