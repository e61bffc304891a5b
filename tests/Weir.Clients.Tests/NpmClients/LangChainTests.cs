namespace Weir.Clients.Tests.NpmClients;

public sealed class LangChainTests(NpmRun run) : NpmClientTests("langchain", run);
