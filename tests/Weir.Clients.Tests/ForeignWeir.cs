namespace Weir.Clients.Tests;

/// <summary>The program with every kind of upstream.</summary>
public sealed class ForeignWeir : RunningWeir
{
    protected override string? Configuration => SimulatedUpstream.Configuration;
}
