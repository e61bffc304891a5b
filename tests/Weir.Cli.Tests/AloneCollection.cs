namespace Weir.Cli.Tests;

/// <summary>Tests that need the machine to themselves: they measure, or they load it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
