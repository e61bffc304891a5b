namespace Weir.Clients.Tests.NpmClients;

/// <summary>The same before a gateway whose budget is too small for any call.</summary>
public sealed class BudgetNpmRun : NpmRun
{
    protected override string Configuration => SimulatedUpstream.Configuration + "\nbudgets:\n  all: { usd: 0.000001, hard: true }";
}
