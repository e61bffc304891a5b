namespace Weir.Gateway.Health;

/// <summary>That a deployment is, or was, left out of a route.</summary>
/// <param name="Deployment">Its name.</param>
/// <param name="Until">When it comes back.</param>
/// <param name="Times">How many times in a row it was left out.</param>
/// <param name="IsOver">Whether it is back, which was told.</param>
internal readonly record struct Ejection(string Deployment, TimeSpan Until, int Times, bool IsOver);
