namespace Weir.Clients.Tests;

/// <summary>Classes that share one program with every kind of upstream.</summary>
[CollectionDefinition(nameof(ForeignWeirCollection))]
public sealed class ForeignWeirCollection : ICollectionFixture<ForeignWeir>;
