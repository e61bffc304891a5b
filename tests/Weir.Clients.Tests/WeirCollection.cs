namespace Weir.Clients.Tests;

/// <summary>Classes that share one program with its built-in default: starting another one costs more than their tests do.</summary>
[CollectionDefinition(nameof(WeirCollection))]
public sealed class WeirCollection : ICollectionFixture<RunningWeir>;
