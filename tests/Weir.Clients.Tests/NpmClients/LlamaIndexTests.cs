namespace Weir.Clients.Tests.NpmClients;

public sealed class LlamaIndexTests(NpmRun run) : NpmClientTests("llamaindex", run);
