namespace Weir.Clients.Tests.NpmClients;

public sealed class AnthropicSdkTests(NpmRun run) : NpmClientTests("anthropic", run);
