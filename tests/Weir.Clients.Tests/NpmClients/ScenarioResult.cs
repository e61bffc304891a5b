namespace Weir.Clients.Tests.NpmClients;

/// <summary>A line that a script printed: how one scenario went on one model.</summary>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Name">The scenario.</param>
/// <param name="Ok">Whether all that the client saw was as it should be.</param>
/// <param name="Detail">What went wrong, or what is worth knowing.</param>
/// <param name="Calls">What was sent to the gateway, in order.</param>
internal sealed record ScenarioResult(string Model, string Name, bool Ok, string Detail, IReadOnlyList<ScenarioCall> Calls);
