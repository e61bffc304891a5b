namespace Weir.Clients.Tests.NpmClients;

public sealed class AiSdkOpenAITests(NpmRun run) : NpmClientTests("ai-openai", run);
