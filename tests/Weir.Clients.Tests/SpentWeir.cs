namespace Weir.Clients.Tests;

/// <summary>The program with a budget that is too small for any call.</summary>
public sealed class SpentWeir : RunningWeir
{
    protected override string Configuration => """
        providers:
          sim: { built_in: simulator }
        deployments:
          sim: { provider: sim, price: { input: 1, output: 10 } }
        models:
          sim: { route: [sim] }
        budgets:
          all: { usd: 0.000001, hard: true }
        """;
}
