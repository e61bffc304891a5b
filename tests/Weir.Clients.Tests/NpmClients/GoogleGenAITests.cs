namespace Weir.Clients.Tests.NpmClients;

public sealed class GoogleGenAITests(NpmRun run) : NpmClientTests("genai", run);
