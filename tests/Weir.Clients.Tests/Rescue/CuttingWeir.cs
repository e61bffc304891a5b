namespace Weir.Clients.Tests.Rescue;

/// <summary>The program with models whose streams are cut, for OpenAI's client.</summary>
public sealed class CuttingWeir : RunningWeir
{
    protected override string? Configuration => CutStreams.Configuration;
}
