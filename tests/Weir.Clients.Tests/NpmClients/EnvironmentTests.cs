namespace Weir.Clients.Tests.NpmClients;

public sealed class EnvironmentTests(NpmRun run) : NpmClientTests("environment", run);
