namespace Weir.Gateway.Endpoints;

/// <summary>
/// The routes that answer without a key. Everything that is not in this list refuses callers without one; a test walks
/// all routes to prove it.
/// </summary>
internal static class OpenRoutes
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    /// <summary>Holds counts and durations, names of models, tenants and providers; never content, users or keys.</summary>
    public const string Metrics = "/metrics";

    /// <summary>Holds names of deployments, providers and models, and counts.</summary>
    public const string Deployments = "/health/deployments";

    public static readonly IReadOnlyList<string> All = [Live, Ready, Deployments, Metrics];
}
