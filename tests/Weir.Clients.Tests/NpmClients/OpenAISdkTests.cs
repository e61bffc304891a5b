namespace Weir.Clients.Tests.NpmClients;

public sealed class OpenAISdkTests(NpmRun run) : NpmClientTests("openai", run);
