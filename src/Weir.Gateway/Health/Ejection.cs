namespace Weir.Gateway.Health;

/// <summary>That a deployment is, or was, left out of a route.</summary>
/// <param name="Deployment">Its name.</param>
/// <param name="Until">When it comes back.</param>
/// <param name="Since">When it was left out for the first time in a row.</param>
/// <param name="IsOver">Whether it is back, which was told.</param>
internal readonly record struct Ejection(string Deployment, TimeSpan Until, TimeSpan Since, bool IsOver);
