namespace Weir.Clients.Tests;

/// <summary>The program before the simulator, where a user may have one call under way and ask a thousand times a day.</summary>
public sealed class LimitedWeir : RunningWeir
{
    protected override string Configuration => """
        providers:
          sim: { built_in: simulator }
        deployments:
          sim: { provider: sim, price: { input: 1, output: 10 } }
        models:
          sim: { route: [sim] }
        rate_limits:
          one-at-a-time: { each: [user], concurrency: 1, requests_per_day: 1000 }
        """;
}
