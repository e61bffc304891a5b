namespace Weir.Clients.Tests.NpmClients;

public sealed class OpenAIAgentsTests(NpmRun run) : NpmClientTests("agents", run);
