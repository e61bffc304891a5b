namespace Weir.Cli.Tests;

/// <summary>The built-in simulator's models that these tests call.</summary>
internal static class ModelsConfiguration
{
    public const string Yaml = """
        providers:
          sim: { built_in: simulator }
        deployments:
          sim: { provider: sim, price: { input: 1, output: 2 } }
          sim-fast: { provider: sim, price: { input: 1, output: 2 } }
          sim-typical: { provider: sim, price: { input: 1, output: 2 } }
        models:
          sim: { route: [sim] }
          sim-fast: { route: [sim-fast] }
          sim-typical: { route: [sim-typical] }
        """;
}
