namespace Weir.Clients.Tests;

/// <summary>The program before the simulator, where embeddings are sent together.</summary>
public sealed class BatchingWeir : RunningWeir
{
    protected override string Configuration => """
        providers:
          sim: { built_in: simulator }
        deployments:
          sim: { provider: sim, price: { input: 1, output: 10 } }
        models:
          sim: { route: [sim], batch: { wait: 100ms } }
        """;
}
