namespace Weir.Gateway.Tests.Ledger;

[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
