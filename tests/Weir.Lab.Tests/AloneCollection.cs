namespace Weir.Lab.Tests;

/// <summary>Tests that need the process to themselves: they look at whether anything in it moves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
