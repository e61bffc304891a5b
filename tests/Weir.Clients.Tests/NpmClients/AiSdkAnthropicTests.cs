namespace Weir.Clients.Tests.NpmClients;

public sealed class AiSdkAnthropicTests(NpmRun run) : NpmClientTests("ai-anthropic", run);
