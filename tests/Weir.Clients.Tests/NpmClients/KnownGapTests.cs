namespace Weir.Clients.Tests.NpmClients;

[Trait("Category", "Slow")]
public sealed class KnownGapTests
{
    [KnownGapFact]
    public void Every_scenario_holds_on_every_upstream()
    {
        // Nothing to do: this stands for the scenarios that the other tests expect to fail.
    }
}
